"""Substitution treatment, the window, doses, transfers, signals."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import hoanhap.kit.at_once
import hoanhap.kit.keys
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('casework', '0001_squashed_0008'),
        ('medicine', '0002_stock_books'),
        ('people', '0001_squashed_0005'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('places', '0001_squashed_0004'),
        ('treatment', '0002_losses_move_to_the_room_of_medicine'),
    ]

    operations = [
        hoanhap.kit.at_once.AtOnce(
            operations=[
                migrations.CreateModel(
                    name='DoseLimitEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('medicine', models.CharField(max_length=60)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('first_dose_mg', models.DecimalField(decimal_places=2, max_digits=7)),
                        ('restart_after_days', models.PositiveSmallIntegerField()),
                        ('raise_factor', models.DecimalField(decimal_places=2, max_digits=4)),
                        ('highest_mg', models.DecimalField(decimal_places=2, max_digits=7)),
                        ('source', models.CharField(max_length=300)),
                        ('confidence', models.CharField(max_length=10)),
                        ('document_number', models.CharField(blank=True, max_length=60)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField(null=True)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='DoseOrder',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('induction', 'Induction'), ('titration', 'Titration'), ('adjustment', 'Adjustment'), ('maintenance', 'Maintenance'), ('taper', 'Taper'), ('single', 'Single dose')], max_length=20)),
                        ('dose_mg', models.DecimalField(decimal_places=2, max_digits=7)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField()),
                        ('stopped_on', models.DateField(null=True)),
                        ('stop_reason', models.CharField(blank=True, max_length=300)),
                        ('needs_second', models.BooleanField(default=False)),
                        ('second_person', models.UUIDField(null=True)),
                        ('second_signed_at', models.DateTimeField(null=True)),
                        ('note', models.CharField(blank=True, max_length=500)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='DoseOrderEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('kind', models.CharField(choices=[('induction', 'Induction'), ('titration', 'Titration'), ('adjustment', 'Adjustment'), ('maintenance', 'Maintenance'), ('taper', 'Taper'), ('single', 'Single dose')], max_length=20)),
                        ('dose_mg', models.DecimalField(decimal_places=2, max_digits=7)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField()),
                        ('stopped_on', models.DateField(null=True)),
                        ('stop_reason', models.CharField(blank=True, max_length=300)),
                        ('needs_second', models.BooleanField(default=False)),
                        ('second_person', models.UUIDField(null=True)),
                        ('second_signed_at', models.DateTimeField(null=True)),
                        ('note', models.CharField(blank=True, max_length=500)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='DoseOutcome',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('given', 'Taken'), ('handed-out', 'Handed out'), ('refused', 'Refused'), ('spilt', 'Spilt'), ('voided', 'Not poured after all'), ('lost', 'Not found')], max_length=20)),
                        ('happened_at', models.DateTimeField()),
                        ('reason', models.CharField(blank=True, max_length=300)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('second_person', models.UUIDField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='DosingPlace',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('home', 'Own clinic'), ('point', 'Satellite point'), ('guest', 'Guest at another clinic')], max_length=10)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('document_number', models.CharField(blank=True, max_length=60)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='DosingPlaceEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('kind', models.CharField(choices=[('home', 'Own clinic'), ('point', 'Satellite point'), ('guest', 'Guest at another clinic')], max_length=10)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('document_number', models.CharField(blank=True, max_length=60)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='DrugTest',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('taken_on', models.DateField()),
                        ('why', models.CharField(choices=[('routine', 'Routine'), ('unannounced', 'Without notice'), ('doubt', 'On a doubt'), ('take-home', 'For doses to take home')], max_length=20)),
                        ('tested', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('opioids', 'Opioids (heroin, morphine)'), ('methamphetamine', 'Methamphetamine'), ('amphetamine', 'Amphetamine'), ('ecstasy', 'Ecstasy (MDMA)'), ('cannabis', 'Cannabis'), ('benzodiazepines', 'Benzodiazepines'), ('methadone', 'Methadone'), ('other', 'Another substance')], max_length=20), size=None)),
                        ('positive', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('opioids', 'Opioids (heroin, morphine)'), ('methamphetamine', 'Methamphetamine'), ('amphetamine', 'Amphetamine'), ('ecstasy', 'Ecstasy (MDMA)'), ('cannabis', 'Cannabis'), ('benzodiazepines', 'Benzodiazepines'), ('methadone', 'Methadone'), ('other', 'Another substance')], max_length=20), default=list, size=None)),
                        ('was_observed', models.BooleanField()),
                        ('was_refused', models.BooleanField(default=False)),
                        ('note', models.CharField(blank=True, max_length=500)),
                    ],
                ),
                migrations.CreateModel(
                    name='Enrolment',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('medicine', models.CharField(max_length=60)),
                        ('card_number', models.CharField(max_length=30)),
                        ('enrolled_on', models.DateField()),
                        ('ended_on', models.DateField(null=True)),
                        ('ended_as', models.CharField(blank=True, choices=[('completed', 'Completed'), ('left', 'Stopped by own will'), ('expelled', 'Ended by the clinic for breaches'), ('transferred', 'Transferred to another clinic'), ('prison', 'Custody or prison'), ('died', 'Died'), ('other', 'Other reason')], max_length=20)),
                        ('end_reason', models.CharField(blank=True, max_length=500)),
                        ('end_ground', models.CharField(blank=True, max_length=30)),
                        ('ended_by', models.UUIDField(null=True)),
                        ('end_second_person', models.UUIDField(null=True)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='EnrolmentEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('medicine', models.CharField(max_length=60)),
                        ('card_number', models.CharField(max_length=30)),
                        ('enrolled_on', models.DateField()),
                        ('ended_on', models.DateField(null=True)),
                        ('ended_as', models.CharField(blank=True, choices=[('completed', 'Completed'), ('left', 'Stopped by own will'), ('expelled', 'Ended by the clinic for breaches'), ('transferred', 'Transferred to another clinic'), ('prison', 'Custody or prison'), ('died', 'Died'), ('other', 'Other reason')], max_length=20)),
                        ('end_reason', models.CharField(blank=True, max_length=500)),
                        ('end_ground', models.CharField(blank=True, max_length=30)),
                        ('ended_by', models.UUIDField(null=True)),
                        ('end_second_person', models.UUIDField(null=True)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='HivStatus',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('known_on', models.DateField()),
                        ('status', models.CharField(choices=[('negative', 'Negative'), ('positive', 'Positive'), ('unknown', 'Not known')], max_length=10)),
                        ('on_treatment_since', models.DateField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='Hold',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('reason', models.CharField(max_length=300)),
                        ('released_reason', models.CharField(blank=True, max_length=300)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='HoldEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('reason', models.CharField(max_length=300)),
                        ('released_reason', models.CharField(blank=True, max_length=300)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='IdentityCheck',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('happened_at', models.DateTimeField()),
                        ('face', models.CharField(choices=[('photo', 'Is the person in the photo'), ('paper', 'No photo: identity paper or card looked at'), ('differs', 'Is not that person')], max_length=10)),
                        ('question', models.CharField(blank=True, max_length=30)),
                        ('answer', models.CharField(choices=[('right', 'Right'), ('wrong', 'Wrong'), ('none', 'No question could be asked')], max_length=10)),
                        ('has_passed', models.BooleanField()),
                        ('note', models.CharField(blank=True, max_length=300)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('second_person', models.UUIDField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='Interaction',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('medicine', models.CharField(max_length=150)),
                        ('effect', models.CharField(choices=[('lowers', 'Lowers the effect of the dose'), ('raises', 'Raises the effect of the dose'), ('danger', 'Dangerous together'), ('none', 'Known, no effect')], max_length=10)),
                        ('from_on', models.DateField()),
                        ('until_on', models.DateField(null=True)),
                        ('note', models.CharField(blank=True, max_length=500)),
                    ],
                ),
                migrations.CreateModel(
                    name='MissedContact',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('dose_on', models.DateField()),
                        ('way', models.CharField(choices=[('phone', 'Telephone'), ('visit', 'Visit'), ('others', 'Through somebody else')], max_length=10)),
                        ('result', models.CharField(choices=[('comes', 'Will come'), ('hindered', 'Cannot come: work, travel, family'), ('ill', 'Ill or in hospital'), ('held', 'In custody'), ('stops', 'Does not want to go on'), ('died', 'Has died'), ('not-reached', 'Not reached')], max_length=20)),
                        ('note', models.CharField(blank=True, max_length=300)),
                        ('happened_at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='PaperDose',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('paper_number', models.CharField(max_length=30)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='PatientPhoto',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('content', models.BinaryField()),
                        ('content_type', models.CharField(max_length=20)),
                        ('sha256', models.CharField(max_length=64)),
                        ('size_bytes', models.PositiveIntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name='SideEffect',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('noticed_on', models.DateField()),
                        ('kind', models.CharField(choices=[('drowsy', 'Drowsiness'), ('constipation', 'Constipation'), ('sweating', 'Sweating'), ('nausea', 'Nausea, vomiting'), ('dry-mouth', 'Dry mouth, teeth'), ('sleep', 'Sleeplessness'), ('sexual', 'Sexual trouble'), ('heart', 'Heart rhythm (long QT)'), ('breathing', 'Slow breathing'), ('allergy', 'Allergy'), ('other', 'Other')], max_length=20)),
                        ('severity', models.CharField(choices=[('mild', 'Mild'), ('moderate', 'Moderate'), ('severe', 'Severe')], max_length=10)),
                        ('what_was_done', models.CharField(max_length=500)),
                    ],
                ),
                migrations.CreateModel(
                    name='SignalEvidence',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(max_length=20)),
                        ('fact', models.UUIDField()),
                        ('happened_at', models.DateTimeField()),
                        ('words', models.CharField(max_length=500)),
                    ],
                ),
                migrations.CreateModel(
                    name='SignalReview',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('code', models.CharField(max_length=40)),
                        ('subject', models.CharField(max_length=200)),
                        ('evidence_hash', models.CharField(max_length=64)),
                        ('decision', models.CharField(choices=[('explained', 'Explained'), ('incident', 'An incident'), ('error', 'A mistake in the records')], max_length=10)),
                        ('words', models.CharField(max_length=1000)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='SignalTuning',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('code', models.CharField(max_length=40)),
                        ('name', models.CharField(max_length=40)),
                        ('value', models.DecimalField(decimal_places=3, max_digits=12)),
                        ('valid_from', models.DateField()),
                        ('document_number', models.CharField(max_length=60)),
                        ('reason', models.CharField(max_length=300)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='TakeHomeGrant',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('days_at_a_time', models.PositiveSmallIntegerField()),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField()),
                        ('revoked_on', models.DateField(null=True)),
                        ('revoke_reason', models.CharField(blank=True, max_length=300)),
                        ('conditions', models.CharField(max_length=1000)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='TakeHomeGrantEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('days_at_a_time', models.PositiveSmallIntegerField()),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField()),
                        ('revoked_on', models.DateField(null=True)),
                        ('revoke_reason', models.CharField(blank=True, max_length=300)),
                        ('conditions', models.CharField(max_length=1000)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Ticket',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('day', models.DateField()),
                        ('number', models.PositiveSmallIntegerField()),
                        ('taken_at', models.DateTimeField()),
                        ('called_at', models.DateTimeField(null=True)),
                        ('called_by', models.UUIDField(null=True)),
                        ('finished_at', models.DateTimeField(null=True)),
                        ('finished_as', models.CharField(blank=True, choices=[('dosed', 'Had the dose'), ('withheld', 'Not given today'), ('left', 'Left or did not come when called')], max_length=10)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='TicketEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('day', models.DateField()),
                        ('number', models.PositiveSmallIntegerField()),
                        ('taken_at', models.DateTimeField()),
                        ('called_at', models.DateTimeField(null=True)),
                        ('called_by', models.UUIDField(null=True)),
                        ('finished_at', models.DateTimeField(null=True)),
                        ('finished_as', models.CharField(blank=True, choices=[('dosed', 'Had the dose'), ('withheld', 'Not given today'), ('left', 'Left or did not come when called')], max_length=10)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='TransferAnswer',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('taken', 'Taken over'), ('refused', 'Not taken over')], max_length=10)),
                        ('confirmed_with', models.CharField(blank=True, max_length=200)),
                        ('reason', models.CharField(blank=True, max_length=300)),
                        ('happened_at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='TransferOffer',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('last_day', models.DateField()),
                        ('number', models.CharField(max_length=60)),
                        ('reason', models.CharField(max_length=300)),
                    ],
                ),
                migrations.CreateModel(
                    name='Vomiting',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('happened_at', models.DateTimeField()),
                        ('was_seen', models.BooleanField()),
                        ('note', models.CharField(blank=True, max_length=300)),
                        ('replacement_mg', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                        ('allowed_by', models.UUIDField(null=True)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Withholding',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('dose_on', models.DateField()),
                        ('reason', models.CharField(choices=[('intoxicated', 'Drowsy, drunk or under the influence'), ('ill', 'Ill'), ('after-misses', 'Missed doses: the doctor sees first'), ('identity', 'Not certain who it is'), ('behaviour', 'Violence or threats'), ('hides', 'Tried to keep or carry off a dose'), ('doctor', 'The doctor said so'), ('other', 'Other reason')], max_length=20)),
                        ('note', models.CharField(blank=True, max_length=300)),
                        ('happened_at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Appraisal',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('appraised_on', models.DateField()),
                        ('is_dependent', models.BooleanField()),
                        ('has_application', models.BooleanField()),
                        ('has_identity_paper', models.BooleanField()),
                        ('has_dependence_proof', models.BooleanField()),
                        ('consent_on', models.DateField(null=True)),
                        ('guardian_agreed', models.BooleanField(default=False)),
                        ('result', models.CharField(choices=[('accepted', 'Accepted'), ('incomplete', 'Something is missing'), ('refused', 'Not fit for this treatment')], max_length=20)),
                        ('note', models.CharField(blank=True, max_length=1000)),
                        ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.episode')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                    ],
                ),
                migrations.CreateModel(
                    name='CareAlert',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('text', models.CharField(max_length=200)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                    ],
                ),
                migrations.CreateModel(
                    name='ClinicalNote',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('written_on', models.DateField()),
                        ('kind', models.CharField(choices=[('visit', 'Visit'), ('start', 'Before the first dose'), ('after-dose', 'Watched after a dose'), ('phone', 'By telephone'), ('breach', 'Breach of the rules of the clinic')], max_length=20)),
                        ('text', models.CharField(max_length=4000)),
                        ('withdrawal_score', models.PositiveSmallIntegerField(null=True)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                    ],
                ),
                migrations.CreateModel(
                    name='Dose',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('dose_on', models.DateField()),
                        ('mode', models.CharField(choices=[('witnessed', 'Taken under watch'), ('take-home', 'Taken home')], max_length=10)),
                        ('dose_mg', models.DecimalField(decimal_places=2, max_digits=7)),
                        ('volume_units', models.DecimalField(decimal_places=3, max_digits=12)),
                        ('poured_at', models.DateTimeField()),
                        ('visit', models.UUIDField()),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                        ('pour_line', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.stockline')),
                        ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='treatment.dose')),
                    ],
                ),
                migrations.CreateModel(
                    name='BottleBack',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('visit', models.UUIDField()),
                        ('state', models.CharField(choices=[('empty', 'Empty'), ('part', 'Partly full'), ('full', 'Full, not opened')], max_length=10)),
                        ('quantity_units', models.DecimalField(decimal_places=3, default=0, max_digits=12)),
                        ('giver', models.CharField(blank=True, max_length=200)),
                        ('minutes_number', models.CharField(blank=True, max_length=60)),
                        ('condition', models.CharField(blank=True, max_length=300)),
                        ('reason', models.CharField(blank=True, max_length=300)),
                        ('happened_at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('second_person', models.UUIDField(null=True)),
                        ('line', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.stockline')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                        ('dose', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='bottle_back', to='treatment.dose')),
                    ],
                ),
                migrations.CreateModel(
                    name='DoseDoubt',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('happened_at', models.DateTimeField()),
                        ('note', models.CharField(max_length=300)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('dose', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='doubt', to='treatment.dose')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                    ],
                ),
                migrations.CreateModel(
                    name='DoseLimit',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('medicine', models.CharField(max_length=60)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('first_dose_mg', models.DecimalField(decimal_places=2, max_digits=7)),
                        ('restart_after_days', models.PositiveSmallIntegerField()),
                        ('raise_factor', models.DecimalField(decimal_places=2, max_digits=4)),
                        ('highest_mg', models.DecimalField(decimal_places=2, max_digits=7)),
                        ('source', models.CharField(max_length=300)),
                        ('confidence', models.CharField(max_length=10)),
                        ('document_number', models.CharField(blank=True, max_length=60)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField(null=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('first_dose_mg__gt', 0), ('highest_mg__gte', models.F('first_dose_mg')), ('raise_factor__gt', 1)), name='dose_limit_limits_something'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('medicine', '='), (models.Func(models.F('valid_from'), models.F('valid_until'), function='daterange'), '&&')], name='dose_limit_one_at_a_time')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doselimit',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "treatment_doselimitevent" ("confidence", "document_number", "first_dose_mg", "highest_mg", "id", "medicine", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raise_factor", "recorded_at", "recorded_by", "restart_after_days", "source", "valid_from", "valid_until") VALUES (OLD."confidence", OLD."document_number", OLD."first_dose_mg", OLD."highest_mg", OLD."id", OLD."medicine", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."raise_factor", OLD."recorded_at", OLD."recorded_by", OLD."restart_after_days", OLD."source", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='c08ffae5c8252b45ebd3439d634b291fbe84d4c5', operation='UPDATE', pgid='pgtrigger_update_update_3696b', table='treatment_doselimit', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doselimit',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "treatment_doselimitevent" ("confidence", "document_number", "first_dose_mg", "highest_mg", "id", "medicine", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raise_factor", "recorded_at", "recorded_by", "restart_after_days", "source", "valid_from", "valid_until") VALUES (OLD."confidence", OLD."document_number", OLD."first_dose_mg", OLD."highest_mg", OLD."id", OLD."medicine", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."raise_factor", OLD."recorded_at", OLD."recorded_by", OLD."restart_after_days", OLD."source", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='aae986a15aa3e0881806f80520e8c58b160e9702', operation='DELETE', pgid='pgtrigger_delete_delete_c67df', table='treatment_doselimit', when='AFTER')),
                ),
                migrations.AddField(
                    model_name='doselimitevent',
                    name='pgh_context',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
                ),
                migrations.AddField(
                    model_name='doselimitevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='treatment.doselimit'),
                ),
                migrations.AddField(
                    model_name='doseorder',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='dose',
                    name='order',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='doses', to='treatment.doseorder'),
                ),
                migrations.AddField(
                    model_name='doseorderevent',
                    name='person',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='doseorderevent',
                    name='pgh_context',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
                ),
                migrations.AddField(
                    model_name='doseorderevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='treatment.doseorder'),
                ),
                migrations.AddField(
                    model_name='doseoutcome',
                    name='dose',
                    field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='outcome', to='treatment.dose'),
                ),
                migrations.AddField(
                    model_name='doseoutcome',
                    name='line',
                    field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.stockline'),
                ),
                migrations.AddField(
                    model_name='doseoutcome',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='dosingplace',
                    name='organisation',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation'),
                ),
                migrations.AddField(
                    model_name='dosingplace',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='dosingplaceevent',
                    name='organisation',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.organisation'),
                ),
                migrations.AddField(
                    model_name='dosingplaceevent',
                    name='person',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='dosingplaceevent',
                    name='pgh_context',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
                ),
                migrations.AddField(
                    model_name='dosingplaceevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='treatment.dosingplace'),
                ),
                migrations.AddField(
                    model_name='drugtest',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='enrolment',
                    name='episode',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.episode'),
                ),
                migrations.AddField(
                    model_name='enrolment',
                    name='follows',
                    field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='enrolment',
                    name='organisation',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation'),
                ),
                migrations.AddField(
                    model_name='enrolment',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='enrolment',
                    name='unit',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit'),
                ),
                migrations.AddField(
                    model_name='drugtest',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tests', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='dosingplaceevent',
                    name='enrolment',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='dosingplace',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='doseorderevent',
                    name='enrolment',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='doseorder',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='dose',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='doses', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='clinicalnote',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='carealert',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='bottleback',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='enrolmentevent',
                    name='episode',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='casework.episode'),
                ),
                migrations.AddField(
                    model_name='enrolmentevent',
                    name='follows',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='enrolmentevent',
                    name='organisation',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.organisation'),
                ),
                migrations.AddField(
                    model_name='enrolmentevent',
                    name='person',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='enrolmentevent',
                    name='pgh_context',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
                ),
                migrations.AddField(
                    model_name='enrolmentevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='enrolmentevent',
                    name='unit',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.unit'),
                ),
                migrations.AddField(
                    model_name='hivstatus',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hiv', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='hivstatus',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='hold',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='hold',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='holdevent',
                    name='enrolment',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='holdevent',
                    name='person',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='holdevent',
                    name='pgh_context',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
                ),
                migrations.AddField(
                    model_name='holdevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='treatment.hold'),
                ),
                migrations.AddField(
                    model_name='identitycheck',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='identitycheck',
                    name='organisation',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation'),
                ),
                migrations.AddField(
                    model_name='identitycheck',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='dose',
                    name='identity_check',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='treatment.identitycheck'),
                ),
                migrations.AddField(
                    model_name='interaction',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interactions', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='interaction',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='missedcontact',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='missedcontact',
                    name='organisation',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation'),
                ),
                migrations.AddField(
                    model_name='missedcontact',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='paperdose',
                    name='dose',
                    field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='paper', to='treatment.dose'),
                ),
                migrations.AddField(
                    model_name='paperdose',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='paperdose',
                    name='organisation',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation'),
                ),
                migrations.AddField(
                    model_name='paperdose',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='patientphoto',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='patientphoto',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='sideeffect',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='side_effects', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='sideeffect',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='signalevidence',
                    name='person',
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='signalreview',
                    name='incident',
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.medicineincident'),
                ),
                migrations.AddField(
                    model_name='signalreview',
                    name='organisation',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation'),
                ),
                migrations.AddField(
                    model_name='signalreview',
                    name='person',
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='signalevidence',
                    name='review',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='treatment.signalreview'),
                ),
                migrations.AddIndex(
                    model_name='signaltuning',
                    index=models.Index(fields=['code', 'name', 'valid_from'], name='signal_tuning_in_force'),
                ),
                migrations.AddConstraint(
                    model_name='signaltuning',
                    constraint=models.CheckConstraint(condition=models.Q(('value__gte', 0), models.Q(('document_number', ''), _negated=True), models.Q(('reason', ''), _negated=True)), name='signal_tuning_by_a_document'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='signaltuning',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_signaltuning_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_signaltuning: a line is never changed';", hash='0b9ca146cfc8aa18c6137716c55b5e1e888d95a2', operation='UPDATE', pgid='pgtrigger_treatment_signaltuning_is_final_23e9f', table='treatment_signaltuning', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='signaltuning',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_signaltuning_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_signaltuning: a line is never deleted';", hash='050eb7a58347217a514fedc49287557f6b1a1ed2', operation='DELETE', pgid='pgtrigger_treatment_signaltuning_is_kept_4cc30', table='treatment_signaltuning', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='signaltuning',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_signaltuning_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_signaltuning: a register is never emptied';", hash='e06db5e23f581d4b82299e75c21bbe6f3651888d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_signaltuning_is_never_emptied_21e29', table='treatment_signaltuning', when='BEFORE')),
                ),
                migrations.AddField(
                    model_name='takehomegrant',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='takehomegrant',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='takehomegrantevent',
                    name='enrolment',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='takehomegrantevent',
                    name='person',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='takehomegrantevent',
                    name='pgh_context',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
                ),
                migrations.AddField(
                    model_name='takehomegrantevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='treatment.takehomegrant'),
                ),
                migrations.AddField(
                    model_name='ticket',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='ticket',
                    name='organisation',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation'),
                ),
                migrations.AddField(
                    model_name='ticket',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='ticketevent',
                    name='enrolment',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='ticketevent',
                    name='organisation',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.organisation'),
                ),
                migrations.AddField(
                    model_name='ticketevent',
                    name='person',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='ticketevent',
                    name='pgh_context',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
                ),
                migrations.AddField(
                    model_name='ticketevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='treatment.ticket'),
                ),
                migrations.AddField(
                    model_name='transferanswer',
                    name='enrolment',
                    field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='transferanswer',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='transferoffer',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='transferoffer',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='transferoffer',
                    name='to_organisation',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation'),
                ),
                migrations.AddField(
                    model_name='transferanswer',
                    name='offer',
                    field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='treatment.transferoffer'),
                ),
                migrations.AddField(
                    model_name='vomiting',
                    name='dose',
                    field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='vomiting', to='treatment.dose'),
                ),
                migrations.AddField(
                    model_name='vomiting',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='withholding',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withholdings', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='withholding',
                    name='organisation',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation'),
                ),
                migrations.AddField(
                    model_name='withholding',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddIndex(
                    model_name='appraisal',
                    index=models.Index(fields=['organisation', '-appraised_on'], name='appraisal_by_clinic'),
                ),
                migrations.AddConstraint(
                    model_name='appraisal',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='appraisal_is_withdrawn_with_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='appraisal',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('result', 'accepted'), _negated=True), models.Q(('consent_on__isnull', False), ('has_application', True), ('has_dependence_proof', True), ('has_identity_paper', True), ('is_dependent', True)), _connector='OR'), name='appraisal_accepts_only_what_is_whole'),
                ),
                migrations.AddConstraint(
                    model_name='appraisal',
                    constraint=models.CheckConstraint(condition=models.Q(('result', 'accepted'), models.Q(('note', ''), _negated=True), _connector='OR'), name='appraisal_not_accepted_says_why'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='appraisal',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_appraisal_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'treatment_appraisal: a line is only withdrawn, and only once';", hash='63eb0bb7366fc79dc38da0f3f5ef94d2032fd33f', operation='UPDATE', pgid='pgtrigger_treatment_appraisal_is_only_withdrawn_15b76', table='treatment_appraisal', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='appraisal',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_appraisal_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_appraisal: a line is never deleted';", hash='13f67bd5a94f7ae452335b77574b2703f555ea32', operation='DELETE', pgid='pgtrigger_treatment_appraisal_is_kept_8c673', table='treatment_appraisal', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='appraisal',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_appraisal_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_appraisal: a register is never emptied';", hash='6c477fcee9639a93cb255285eba0504c94058f50', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_appraisal_is_never_emptied_cb017', table='treatment_appraisal', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dosedoubt',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_dosedoubt_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_dosedoubt: a line is never changed';", hash='947a8d2dac1289195c126c09cbb70de663d185be', operation='UPDATE', pgid='pgtrigger_treatment_dosedoubt_is_final_8256e', table='treatment_dosedoubt', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dosedoubt',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_dosedoubt_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_dosedoubt: a line is never deleted';", hash='6d3e90c47c01a665c4c0a95f9805e4ac1bc88c90', operation='DELETE', pgid='pgtrigger_treatment_dosedoubt_is_kept_111d5', table='treatment_dosedoubt', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dosedoubt',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_dosedoubt_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_dosedoubt: a register is never emptied';", hash='4a81434b40dd5a412f97858d97f803bcc3eea128', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_dosedoubt_is_never_emptied_746aa', table='treatment_dosedoubt', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='doseoutcome',
                    constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['given', 'handed-out']), models.Q(('reason', ''), _negated=True), _connector='OR'), name='dose_not_taken_says_why'),
                ),
                migrations.AddConstraint(
                    model_name='doseoutcome',
                    constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['given', 'handed-out', 'voided']), models.Q(('second_person__isnull', False), models.Q(('second_person', models.F('recorded_by')), _negated=True)), _connector='OR'), name='dose_not_taken_was_seen_by_two'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doseoutcome',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_doseoutcome_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_doseoutcome: a line is never changed';", hash='82f12458d939b32025644fa6cc1a56b9841b6f7d', operation='UPDATE', pgid='pgtrigger_treatment_doseoutcome_is_final_9ce83', table='treatment_doseoutcome', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doseoutcome',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_doseoutcome_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_doseoutcome: a line is never deleted';", hash='31122c6d070d20cc59f21fe5b5faac7efdd07564', operation='DELETE', pgid='pgtrigger_treatment_doseoutcome_is_kept_59ec2', table='treatment_doseoutcome', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doseoutcome',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_doseoutcome_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_doseoutcome: a register is never emptied';", hash='721ad7601f85a9258a97a045c51147b2db62e4f7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_doseoutcome_is_never_emptied_6ab1f', table='treatment_doseoutcome', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doseoutcome',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_doseoutcome_moves_the_dose', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE dose record; moved record;', func="\n    SELECT d.volume_units, d.mode, d.retired_at, p.to_account_id AS cup, p.lot_id, p.book_id INTO STRICT dose\n    FROM treatment_dose d JOIN medicine_stockline p ON p.id = d.pour_line_id WHERE d.id = NEW.dose_id;\n    SELECT l.quantity_units, l.from_account_id, l.lot_id, l.happened_at, a.kind AS went_to INTO STRICT moved\n    FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id = l.to_account_id WHERE l.id = NEW.line_id;\n    IF moved.quantity_units <> dose.volume_units OR moved.from_account_id <> dose.cup OR moved.lot_id <> dose.lot_id\n       OR moved.happened_at <> NEW.happened_at\n       OR moved.went_to <> (CASE NEW.kind WHEN 'given' THEN 'patient' WHEN 'handed-out' THEN 'take-home'\n           WHEN 'refused' THEN 'waste' WHEN 'spilt' THEN 'spill' WHEN 'voided' THEN 'window' ELSE 'missing' END) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_ends_with_the_line_that_moved_it', MESSAGE = 'dose_ends_with_the_line_that_moved_it';\n    END IF;\n    IF (NEW.kind = 'given' AND dose.mode <> 'witnessed') OR (NEW.kind = 'handed-out' AND dose.mode <> 'take-home') THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_ends_in_its_mode', MESSAGE = 'dose_ends_in_its_mode';\n    END IF;\n    -- What was taken, handed out or cannot be found uses up the day; the rest frees it.\n    IF (NEW.kind IN ('refused', 'spilt', 'voided')) <> (dose.retired_at IS NOT NULL) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_not_taken_frees_the_day', MESSAGE = 'dose_not_taken_frees_the_day';\n    END IF;\n    RETURN NEW;\n", hash='704f995b9689abe32788a4bb9f8b8bd5b7968258', operation='INSERT', pgid='pgtrigger_treatment_doseoutcome_moves_the_dose_d8e1d', table='treatment_doseoutcome', when='BEFORE')),
                ),
                migrations.AddIndex(
                    model_name='enrolment',
                    index=models.Index(fields=['organisation', 'enrolled_on'], name='enrolment_by_clinic'),
                ),
                migrations.AddConstraint(
                    model_name='enrolment',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_as', ''), ('ended_on__isnull', True)), models.Q(('ended_by__isnull', False), ('ended_on__gte', models.F('enrolled_on')), models.Q(('ended_as', ''), _negated=True)), _connector='OR'), name='enrolment_ends_after_it_begins_with_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='enrolment',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_as', 'expelled'), _negated=True), models.Q(('end_second_person__isnull', False), models.Q(('end_second_person', models.F('ended_by')), _negated=True), models.Q(('end_reason', ''), _negated=True), models.Q(('end_ground', ''), _negated=True)), _connector='OR'), name='enrolment_expelled_by_two'),
                ),
                migrations.AddConstraint(
                    model_name='enrolment',
                    constraint=models.UniqueConstraint(fields=('organisation', 'card_number'), name='enrolment_card_once_a_clinic'),
                ),
                migrations.AddConstraint(
                    model_name='enrolment',
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), (models.Func(models.F('enrolled_on'), models.F('ended_on'), function='daterange'), '&&')], name='enrolment_one_at_a_time'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='enrolment',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "treatment_enrolmentevent" ("card_number", "end_ground", "end_reason", "end_second_person", "ended_as", "ended_by", "ended_on", "enrolled_on", "episode_id", "follows_id", "id", "medicine", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by", "unit_id") VALUES (OLD."card_number", OLD."end_ground", OLD."end_reason", OLD."end_second_person", OLD."ended_as", OLD."ended_by", OLD."ended_on", OLD."enrolled_on", OLD."episode_id", OLD."follows_id", OLD."id", OLD."medicine", OLD."organisation_id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by", OLD."unit_id"); RETURN NULL;', hash='5a417490a1c423871d23e5c33391aaddd4e02a57', operation='UPDATE', pgid='pgtrigger_update_update_78a85', table='treatment_enrolment', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='enrolment',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "treatment_enrolmentevent" ("card_number", "end_ground", "end_reason", "end_second_person", "ended_as", "ended_by", "ended_on", "enrolled_on", "episode_id", "follows_id", "id", "medicine", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by", "unit_id") VALUES (OLD."card_number", OLD."end_ground", OLD."end_reason", OLD."end_second_person", OLD."ended_as", OLD."ended_by", OLD."ended_on", OLD."enrolled_on", OLD."episode_id", OLD."follows_id", OLD."id", OLD."medicine", OLD."organisation_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by", OLD."unit_id"); RETURN NULL;', hash='390b53be3b14ad1af36438d69b80e765714774ae', operation='DELETE', pgid='pgtrigger_delete_delete_632e6', table='treatment_enrolment', when='AFTER')),
                ),
                migrations.AddIndex(
                    model_name='drugtest',
                    index=models.Index(fields=['enrolment', '-taken_on'], name='drug_test_by_enrolment'),
                ),
                migrations.AddConstraint(
                    model_name='drugtest',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='drug_test_is_withdrawn_with_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='drugtest',
                    constraint=models.CheckConstraint(condition=models.Q(('positive__contained_by', models.F('tested'))), name='drug_test_finds_what_it_looked_for'),
                ),
                migrations.AddConstraint(
                    model_name='drugtest',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('tested__len', 0), ('was_refused', True)), models.Q(('tested__len__gt', 0), ('was_refused', False)), _connector='OR'), name='drug_test_looked_for_something_or_was_refused'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='drugtest',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_drugtest_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'treatment_drugtest: a line is only withdrawn, and only once';", hash='36bc4430bb3785468f3cf74f122afa0f8aad7d20', operation='UPDATE', pgid='pgtrigger_treatment_drugtest_is_only_withdrawn_ae3b9', table='treatment_drugtest', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='drugtest',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_drugtest_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_drugtest: a line is never deleted';", hash='86c58522d5851bc3ea46df4bce4ab37e9c9143ee', operation='DELETE', pgid='pgtrigger_treatment_drugtest_is_kept_221e0', table='treatment_drugtest', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='drugtest',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_drugtest_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_drugtest: a register is never emptied';", hash='c3045cfa4fa9c74bc63e4d10f5cac228f4444156', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_drugtest_is_never_emptied_55b00', table='treatment_drugtest', when='BEFORE')),
                ),
                migrations.AddIndex(
                    model_name='dosingplace',
                    index=models.Index(fields=['organisation', 'valid_from'], name='dosing_place_by_organisation'),
                ),
                migrations.AddConstraint(
                    model_name='dosingplace',
                    constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='dosing_place_ends_after_it_begins'),
                ),
                migrations.AddConstraint(
                    model_name='dosingplace',
                    constraint=models.CheckConstraint(condition=models.Q(('kind', 'home'), models.Q(('document_number', ''), _negated=True), _connector='OR'), name='dosing_place_elsewhere_has_a_paper'),
                ),
                migrations.AddConstraint(
                    model_name='dosingplace',
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), (models.Func(models.F('valid_from'), models.F('valid_until'), function='daterange'), '&&')], name='dosing_place_one_at_a_time'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dosingplace',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "treatment_dosingplaceevent" ("document_number", "enrolment_id", "id", "kind", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by", "valid_from", "valid_until") VALUES (OLD."document_number", OLD."enrolment_id", OLD."id", OLD."kind", OLD."organisation_id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='1cec664c21f13ee3b3f7e66c3bfcb79812fd21c5', operation='UPDATE', pgid='pgtrigger_update_update_cedcd', table='treatment_dosingplace', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dosingplace',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "treatment_dosingplaceevent" ("document_number", "enrolment_id", "id", "kind", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by", "valid_from", "valid_until") VALUES (OLD."document_number", OLD."enrolment_id", OLD."id", OLD."kind", OLD."organisation_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='fcc596099f098f9654c28ae0cdf874d1eb3d9f06', operation='DELETE', pgid='pgtrigger_delete_delete_bfdb3', table='treatment_dosingplace', when='AFTER')),
                ),
                migrations.AddIndex(
                    model_name='doseorder',
                    index=models.Index(fields=['enrolment', 'valid_from'], name='dose_order_by_enrolment'),
                ),
                migrations.AddConstraint(
                    model_name='doseorder',
                    constraint=models.CheckConstraint(condition=models.Q(('dose_mg__gt', 0)), name='dose_order_of_some_dose'),
                ),
                migrations.AddConstraint(
                    model_name='doseorder',
                    constraint=models.CheckConstraint(condition=models.Q(('valid_until__gt', models.F('valid_from')), ('valid_until__lte', django.db.models.expressions.CombinedExpression(models.F('valid_from'), '+', models.Value(30)))), name='dose_order_of_thirty_days_at_most'),
                ),
                migrations.AddConstraint(
                    model_name='doseorder',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'single'), _negated=True), ('valid_until', django.db.models.expressions.CombinedExpression(models.F('valid_from'), '+', models.Value(1))), _connector='OR'), name='dose_order_single_of_one_day'),
                ),
                migrations.AddConstraint(
                    model_name='doseorder',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('stop_reason', ''), ('stopped_on__isnull', True)), models.Q(('stopped_on__gte', models.F('valid_from')), models.Q(('stop_reason', ''), _negated=True)), _connector='OR'), name='dose_order_stops_after_it_begins_with_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='doseorder',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('second_person__isnull', True), ('second_signed_at__isnull', True)), models.Q(('second_person__isnull', False), ('second_signed_at__isnull', False), models.Q(('second_person', models.F('recorded_by')), _negated=True)), _connector='OR'), name='dose_order_second_person_is_another'),
                ),
                migrations.AddConstraint(
                    model_name='doseorder',
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('kind', 'single'), _negated=True), expressions=[('enrolment', '='), (models.Func(models.F('valid_from'), django.db.models.functions.comparison.Least('valid_until', django.db.models.functions.comparison.Coalesce('stopped_on', 'valid_until')), function='daterange'), '&&')], name='dose_order_one_at_a_time'),
                ),
                migrations.AddConstraint(
                    model_name='doseorder',
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('kind', 'single')), expressions=[('enrolment', '='), (models.Func(models.F('valid_from'), django.db.models.functions.comparison.Least('valid_until', django.db.models.functions.comparison.Coalesce('stopped_on', 'valid_until')), function='daterange'), '&&')], name='dose_order_one_single_a_day'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doseorder',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_doseorder_is_bounded', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE bound record; before_mg numeric; asked_on date;', func="\n    SELECT l.* INTO bound FROM treatment_doselimit l JOIN treatment_enrolment e ON e.medicine = l.medicine\n    WHERE e.id = NEW.enrolment_id AND l.valid_from <= NEW.valid_from\n      AND (l.valid_until IS NULL OR NEW.valid_from < l.valid_until);\n    IF NOT FOUND THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_order_within_known_limits', MESSAGE = 'dose_order_within_known_limits';\n    END IF;\n    IF NOT EXISTS (\n        SELECT FROM treatment_enrolment e WHERE e.id = NEW.enrolment_id AND e.person_id = NEW.person_id\n          AND e.enrolled_on <= NEW.valid_from AND (e.ended_on IS NULL OR NEW.valid_from < e.ended_on)\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_order_within_the_enrolment', MESSAGE = 'dose_order_within_the_enrolment';\n    END IF;\n    -- What somebody is used to is what was taken lately, not what was once ordered. An order written for later days is\n    -- judged by what was taken until today.\n    asked_on := least(NEW.valid_from, (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date);\n    SELECT max(d.dose_mg) INTO before_mg FROM treatment_dose d\n    WHERE d.person_id = NEW.person_id AND d.retired_at IS NULL AND d.replaces_id IS NULL\n      AND d.dose_on BETWEEN asked_on - bound.restart_after_days AND asked_on;\n    NEW.needs_second := NEW.dose_mg > bound.highest_mg\n        OR (before_mg IS NULL AND NEW.dose_mg > bound.first_dose_mg)\n        OR NEW.dose_mg > before_mg * bound.raise_factor;\n    NEW.needs_second := coalesce(NEW.needs_second, false);\n    RETURN NEW;\n", hash='e1479a69abf4c76b0f24283b7de357aa25ca5afa', operation='INSERT', pgid='pgtrigger_treatment_doseorder_is_bounded_bb199', table='treatment_doseorder', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doseorder',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_doseorder_is_only_stopped', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    -- An order is stopped or signed by a second person; nothing else of it ever changes.\n    IF (to_jsonb(OLD) - '{stopped_on,stop_reason,second_person,second_signed_at,person_id}'::text[])\n       IS DISTINCT FROM (to_jsonb(NEW) - '{stopped_on,stop_reason,second_person,second_signed_at,person_id}'::text[])\n       OR (OLD.stopped_on IS NOT NULL AND NEW.stopped_on IS DISTINCT FROM OLD.stopped_on)\n       OR (OLD.second_signed_at IS NOT NULL AND (NEW.second_signed_at, NEW.second_person)\n           IS DISTINCT FROM (OLD.second_signed_at, OLD.second_person)) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_order_is_only_stopped_or_signed', MESSAGE = 'dose_order_is_only_stopped_or_signed';\n    END IF;\n    RETURN NEW;\n", hash='2a74f5a000af24604142ff15d02ccc793f116e66', operation='UPDATE', pgid='pgtrigger_treatment_doseorder_is_only_stopped_77bae', table='treatment_doseorder', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doseorder',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "treatment_doseorderevent" ("dose_mg", "enrolment_id", "id", "kind", "needs_second", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by", "second_person", "second_signed_at", "stop_reason", "stopped_on", "valid_from", "valid_until") VALUES (OLD."dose_mg", OLD."enrolment_id", OLD."id", OLD."kind", OLD."needs_second", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by", OLD."second_person", OLD."second_signed_at", OLD."stop_reason", OLD."stopped_on", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='91839277159ac865070f93d8e05b4ad41fd07cfa', operation='UPDATE', pgid='pgtrigger_update_update_ccedb', table='treatment_doseorder', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doseorder',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "treatment_doseorderevent" ("dose_mg", "enrolment_id", "id", "kind", "needs_second", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by", "second_person", "second_signed_at", "stop_reason", "stopped_on", "valid_from", "valid_until") VALUES (OLD."dose_mg", OLD."enrolment_id", OLD."id", OLD."kind", OLD."needs_second", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by", OLD."second_person", OLD."second_signed_at", OLD."stop_reason", OLD."stopped_on", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='83a5f8280cd4642aa7f07309f4d68a438d146209', operation='DELETE', pgid='pgtrigger_delete_delete_286ae', table='treatment_doseorder', when='AFTER')),
                ),
                migrations.AddIndex(
                    model_name='clinicalnote',
                    index=models.Index(fields=['enrolment', '-written_on'], name='clinical_note_by_enrolment'),
                ),
                migrations.AddConstraint(
                    model_name='clinicalnote',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='clinical_note_is_withdrawn_with_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='clinicalnote',
                    constraint=models.CheckConstraint(condition=models.Q(('withdrawal_score__isnull', True), ('withdrawal_score__lte', 48), _connector='OR'), name='clinical_note_score_of_the_scale'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='clinicalnote',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_clinicalnote_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'treatment_clinicalnote: a line is only withdrawn, and only once';", hash='18ed82bfab3356ea76570f098774a7db5aebec8c', operation='UPDATE', pgid='pgtrigger_treatment_clinicalnote_is_only_withdrawn_90854', table='treatment_clinicalnote', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='clinicalnote',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_clinicalnote_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_clinicalnote: a line is never deleted';", hash='94c5630d0e356cbae6a8a4600273998d327cbc46', operation='DELETE', pgid='pgtrigger_treatment_clinicalnote_is_kept_709b5', table='treatment_clinicalnote', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='clinicalnote',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_clinicalnote_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_clinicalnote: a register is never emptied';", hash='4e255896b78723fb513eda63d97130d164fe36ca', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_clinicalnote_is_never_emptied_db401', table='treatment_clinicalnote', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='carealert',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='care_alert_is_withdrawn_with_a_reason'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='carealert',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_carealert_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'treatment_carealert: a line is only withdrawn, and only once';", hash='32f68e7f63adcb88602c2881a91cd0e919336390', operation='UPDATE', pgid='pgtrigger_treatment_carealert_is_only_withdrawn_f0e6a', table='treatment_carealert', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='carealert',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_carealert_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_carealert: a line is never deleted';", hash='689a983207912abac843b59b3c07799223ad61b7', operation='DELETE', pgid='pgtrigger_treatment_carealert_is_kept_cac75', table='treatment_carealert', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='carealert',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_carealert_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_carealert: a register is never emptied';", hash='1f89bae87031bf955126f86336819d3c4fae161b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_carealert_is_never_emptied_708a6', table='treatment_carealert', when='BEFORE')),
                ),
                migrations.AddIndex(
                    model_name='bottleback',
                    index=models.Index(fields=['organisation', 'happened_at'], name='bottle_back_by_place'),
                ),
                migrations.AddConstraint(
                    model_name='bottleback',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('line__isnull', True), ('quantity_units', 0), ('state', 'empty')), models.Q(('line__isnull', False), ('quantity_units__gt', 0), ('second_person__isnull', False), models.Q(('state', 'empty'), _negated=True), models.Q(('giver', ''), _negated=True), models.Q(('minutes_number', ''), _negated=True), models.Q(('condition', ''), _negated=True), models.Q(('reason', ''), _negated=True), models.Q(('second_person', models.F('recorded_by')), _negated=True)), _connector='OR'), name='bottle_back_with_medicine_has_minutes'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bottleback',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_bottleback_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_bottleback: a line is never changed';", hash='cc617b01ef17389517adb85a299b01bf8cae19ab', operation='UPDATE', pgid='pgtrigger_treatment_bottleback_is_final_d65fa', table='treatment_bottleback', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bottleback',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_bottleback_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_bottleback: a line is never deleted';", hash='bb11ef7b56892382324ddbfc3b94ce00ddee7c2c', operation='DELETE', pgid='pgtrigger_treatment_bottleback_is_kept_55e7e', table='treatment_bottleback', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bottleback',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_bottleback_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_bottleback: a register is never emptied';", hash='a076eb242fd11ee7fcec31d97e6077932d4adfd2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_bottleback_is_never_emptied_daea8', table='treatment_bottleback', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bottleback',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_bottleback_was_out', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE went record; moved record;', func="\n    SELECT d.volume_units, d.person_id, d.enrolment_id, o.kind, p.lot_id, p.book_id INTO STRICT went\n    FROM treatment_dose d LEFT JOIN treatment_doseoutcome o ON o.dose_id = d.id\n    JOIN medicine_stockline p ON p.id = d.pour_line_id WHERE d.id = NEW.dose_id;\n    IF went.kind IS DISTINCT FROM 'handed-out' OR went.person_id <> NEW.person_id\n       OR went.enrolment_id <> NEW.enrolment_id THEN\n        RAISE check_violation USING CONSTRAINT = 'bottle_back_was_handed_out', MESSAGE = 'bottle_back_was_handed_out';\n    END IF;\n    IF NEW.line_id IS NOT NULL THEN\n        SELECT l.kind, l.quantity_units, l.lot_id, l.book_id, l.happened_at INTO STRICT moved\n        FROM medicine_stockline l WHERE l.id = NEW.line_id;\n        IF moved.kind <> 'bottle-back' OR moved.quantity_units <> NEW.quantity_units OR moved.lot_id <> went.lot_id\n           OR moved.book_id <> went.book_id OR moved.happened_at <> NEW.happened_at\n           OR NEW.quantity_units > went.volume_units\n           OR (NEW.state = 'full') <> (NEW.quantity_units = went.volume_units) THEN\n            RAISE check_violation USING CONSTRAINT = 'bottle_back_holds_what_it_held', MESSAGE = 'bottle_back_holds_what_it_held';\n        END IF;\n    END IF;\n    RETURN NEW;\n", hash='8504320a1abdd1af174926fd51aa923aaec57987', operation='INSERT', pgid='pgtrigger_treatment_bottleback_was_out_d676c', table='treatment_bottleback', when='BEFORE')),
                ),
                migrations.AddIndex(
                    model_name='hivstatus',
                    index=models.Index(fields=['enrolment', '-known_on'], name='hiv_status_by_enrolment'),
                ),
                migrations.AddConstraint(
                    model_name='hivstatus',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='hiv_status_is_withdrawn_with_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='hivstatus',
                    constraint=models.CheckConstraint(condition=models.Q(('on_treatment_since__isnull', True), ('status', 'positive'), _connector='OR'), name='hiv_treatment_of_whom_it_was_found_in'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='hivstatus',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_hivstatus_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'treatment_hivstatus: a line is only withdrawn, and only once';", hash='c962868dfc23adc91ff6f3d053c1cbdd0362fc2d', operation='UPDATE', pgid='pgtrigger_treatment_hivstatus_is_only_withdrawn_bf10c', table='treatment_hivstatus', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='hivstatus',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_hivstatus_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_hivstatus: a line is never deleted';", hash='e389b92a495b5131637cd09ac5b94c41f0522597', operation='DELETE', pgid='pgtrigger_treatment_hivstatus_is_kept_39ea8', table='treatment_hivstatus', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='hivstatus',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_hivstatus_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_hivstatus: a register is never emptied';", hash='6bce085c7376e0e3c5961dd5df3a1ffeb659f1a9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_hivstatus_is_never_emptied_7a26f', table='treatment_hivstatus', when='BEFORE')),
                ),
                migrations.AddIndex(
                    model_name='hold',
                    index=models.Index(fields=['enrolment', 'valid_from'], name='hold_by_enrolment'),
                ),
                migrations.AddConstraint(
                    model_name='hold',
                    constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='hold_ends_after_it_begins'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='hold',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "treatment_holdevent" ("enrolment_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by", "released_reason", "valid_from", "valid_until") VALUES (OLD."enrolment_id", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."recorded_at", OLD."recorded_by", OLD."released_reason", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='1fa02d2fa121e7f1a8af27819a19dd20d415dc78', operation='UPDATE', pgid='pgtrigger_update_update_f31a8', table='treatment_hold', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='hold',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "treatment_holdevent" ("enrolment_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by", "released_reason", "valid_from", "valid_until") VALUES (OLD."enrolment_id", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."recorded_at", OLD."recorded_by", OLD."released_reason", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='a51498c133f8b7242fdaf5c029ada0e9e0ffaf1f', operation='DELETE', pgid='pgtrigger_delete_delete_071fb', table='treatment_hold', when='AFTER')),
                ),
                migrations.AddIndex(
                    model_name='identitycheck',
                    index=models.Index(fields=['enrolment', 'happened_at'], name='identity_check_by_enrolment'),
                ),
                migrations.AddConstraint(
                    model_name='identitycheck',
                    constraint=models.CheckConstraint(condition=models.Q(('has_passed', False), models.Q(models.Q(('face', 'differs'), _negated=True), models.Q(('answer', 'wrong'), _negated=True)), _connector='OR'), name='identity_check_passes_only_with_the_right_person'),
                ),
                migrations.AddConstraint(
                    model_name='identitycheck',
                    constraint=models.CheckConstraint(condition=models.Q(('answer', 'none'), models.Q(('question', ''), _negated=True), _connector='OR'), name='identity_check_answers_a_question'),
                ),
                migrations.AddConstraint(
                    model_name='identitycheck',
                    constraint=models.CheckConstraint(condition=models.Q(('second_person__isnull', True), models.Q(('second_person', models.F('recorded_by')), _negated=True), _connector='OR'), name='identity_check_second_person_is_another'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='identitycheck',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_identitycheck_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_identitycheck: a line is never changed';", hash='3ab200ef14225639fb619b654ac5de2b0c172fac', operation='UPDATE', pgid='pgtrigger_treatment_identitycheck_is_final_64988', table='treatment_identitycheck', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='identitycheck',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_identitycheck_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_identitycheck: a line is never deleted';", hash='d041c088215980ef75fb4a3dc81cf66ede12ff40', operation='DELETE', pgid='pgtrigger_treatment_identitycheck_is_kept_cf1a3', table='treatment_identitycheck', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='identitycheck',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_identitycheck_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_identitycheck: a register is never emptied';", hash='4856c365df5c4c938021652ebd4af76e27a61461', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_identitycheck_is_never_emptied_32f52', table='treatment_identitycheck', when='BEFORE')),
                ),
                migrations.AddIndex(
                    model_name='dose',
                    index=models.Index(fields=['organisation', 'dose_on'], name='dose_by_day'),
                ),
                migrations.AddIndex(
                    model_name='dose',
                    index=models.Index(fields=['enrolment', 'dose_on'], name='dose_by_enrolment'),
                ),
                migrations.AddConstraint(
                    model_name='dose',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='dose_is_withdrawn_with_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='dose',
                    constraint=models.CheckConstraint(condition=models.Q(('dose_mg__gt', 0), ('volume_units__gt', 0)), name='dose_of_something'),
                ),
                migrations.AddConstraint(
                    model_name='dose',
                    constraint=models.UniqueConstraint(condition=models.Q(('replaces__isnull', True), ('retired_at__isnull', True)), fields=('person', 'dose_on'), name='dose_one_a_day'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dose',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_dose_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'treatment_dose: a line is only withdrawn, and only once';", hash='881b8a40caf0db649dc6c70c9671c75178f4f5bb', operation='UPDATE', pgid='pgtrigger_treatment_dose_is_only_withdrawn_ae713', table='treatment_dose', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dose',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_dose_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_dose: a line is never deleted';", hash='eda16ef416782149a69b1a1198f1f775f60553f6', operation='DELETE', pgid='pgtrigger_treatment_dose_is_kept_434b2', table='treatment_dose', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dose',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_dose_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_dose: a register is never emptied';", hash='7621553ab96dfe01603c45c1d6fd792984faa517', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_dose_is_never_emptied_cb526', table='treatment_dose', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dose',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_dose_is_as_ordered', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE local_day date; poured record; ordered record; last_on date; bound record;', func="\n    local_day := (NEW.poured_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;\n    SELECT l.happened_at, l.quantity_units, l.kind, b.organisation_id, b.medicine, lot.mg_per_unit INTO STRICT poured\n    FROM medicine_stockline l JOIN medicine_stockbook b ON b.id = l.book_id JOIN medicine_lot lot ON lot.id = l.lot_id\n    WHERE l.id = NEW.pour_line_id;\n    IF poured.kind <> 'pour' OR poured.happened_at <> NEW.poured_at OR poured.organisation_id <> NEW.organisation_id THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_poured_from_the_book', MESSAGE = 'dose_poured_from_the_book';\n    END IF;\n    IF poured.quantity_units <> NEW.volume_units OR NEW.volume_units * poured.mg_per_unit <> NEW.dose_mg THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_is_its_volume_times_the_strength', MESSAGE = 'dose_is_its_volume_times_the_strength';\n    END IF;\n    IF (NEW.mode = 'witnessed' AND NEW.dose_on <> local_day) OR (NEW.mode = 'take-home' AND NEW.dose_on <= local_day) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_of_the_clinics_day', MESSAGE = 'dose_of_the_clinics_day';\n    END IF;\n\n    IF NOT EXISTS (\n        SELECT FROM treatment_enrolment e WHERE e.id = NEW.enrolment_id AND e.person_id = NEW.person_id\n          AND e.medicine = poured.medicine AND e.enrolled_on <= NEW.dose_on\n          AND (e.ended_on IS NULL OR NEW.dose_on < e.ended_on)\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_within_the_enrolment', MESSAGE = 'dose_within_the_enrolment';\n    END IF;\n    IF NOT EXISTS (\n        SELECT FROM treatment_dosingplace p WHERE p.enrolment_id = NEW.enrolment_id\n          AND p.organisation_id = NEW.organisation_id\n          AND p.valid_from <= local_day AND (p.valid_until IS NULL OR local_day < p.valid_until)\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_where_it_is_allowed', MESSAGE = 'dose_where_it_is_allowed';\n    END IF;\n    IF EXISTS (\n        SELECT FROM treatment_hold h WHERE h.enrolment_id = NEW.enrolment_id\n          AND h.valid_from <= NEW.dose_on AND (h.valid_until IS NULL OR local_day < h.valid_until)\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_not_on_hold', MESSAGE = 'dose_not_on_hold';\n    END IF;\n    IF EXISTS (\n        SELECT FROM treatment_withholding w WHERE w.enrolment_id = NEW.enrolment_id\n          AND w.dose_on = local_day AND w.retired_at IS NULL\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_not_withheld_today', MESSAGE = 'dose_not_withheld_today';\n    END IF;\n    IF NEW.identity_check_id IS NOT NULL AND NOT EXISTS (\n        SELECT FROM treatment_identitycheck c WHERE c.id = NEW.identity_check_id AND c.has_passed\n          AND c.person_id = NEW.person_id AND c.organisation_id = NEW.organisation_id\n          AND c.happened_at <= NEW.poured_at\n          AND (c.happened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date = local_day\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_of_the_person_who_was_identified', MESSAGE = 'dose_of_the_person_who_was_identified';\n    END IF;\n\n    SELECT o.* INTO ordered FROM treatment_doseorder o WHERE o.id = NEW.order_id FOR SHARE;\n    IF ordered.enrolment_id <> NEW.enrolment_id OR NEW.dose_on < ordered.valid_from\n       OR NEW.dose_on >= least(ordered.valid_until, coalesce(ordered.stopped_on, ordered.valid_until)) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_on_a_valid_order', MESSAGE = 'dose_on_a_valid_order';\n    END IF;\n    IF ordered.needs_second AND ordered.second_signed_at IS NULL THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_on_a_signed_order', MESSAGE = 'dose_on_a_signed_order';\n    END IF;\n    IF NEW.dose_mg > ordered.dose_mg THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_not_above_the_order', MESSAGE = 'dose_not_above_the_order';\n    END IF;\n    IF ordered.kind <> 'single' AND EXISTS (\n        SELECT FROM treatment_doseorder s WHERE s.enrolment_id = NEW.enrolment_id AND s.kind = 'single'\n          AND s.valid_from = NEW.dose_on AND s.stopped_on IS NULL\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_on_the_single_order_first', MESSAGE = 'dose_on_the_single_order_first';\n    END IF;\n\n    -- After days without a dose the body is no longer used to it: only an order of a doctor who knew of them counts.\n    SELECT max(d.dose_on) INTO last_on FROM treatment_dose d\n    WHERE d.person_id = NEW.person_id AND d.dose_on < NEW.dose_on AND d.retired_at IS NULL AND d.replaces_id IS NULL;\n    IF last_on IS NOT NULL THEN\n        SELECT l.restart_after_days, l.first_dose_mg INTO bound FROM treatment_doselimit l\n        WHERE l.medicine = poured.medicine AND l.valid_from <= NEW.dose_on\n          AND (l.valid_until IS NULL OR NEW.dose_on < l.valid_until);\n        IF FOUND AND last_on < NEW.dose_on - bound.restart_after_days\n           AND (ordered.valid_from <= last_on + bound.restart_after_days\n                OR (NEW.dose_mg > bound.first_dose_mg AND ordered.second_signed_at IS NULL)) THEN\n            RAISE check_violation USING CONSTRAINT = 'dose_after_missed_days_on_a_new_order', MESSAGE = 'dose_after_missed_days_on_a_new_order';\n        END IF;\n    END IF;\n\n    IF NEW.mode = 'take-home' AND NOT EXISTS (\n        SELECT FROM treatment_takehomegrant g WHERE g.enrolment_id = NEW.enrolment_id\n          AND g.valid_from <= local_day AND NEW.dose_on < least(g.valid_until, coalesce(g.revoked_on, g.valid_until))\n          AND NEW.dose_on <= local_day + g.days_at_a_time\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_taken_home_within_a_grant', MESSAGE = 'dose_taken_home_within_a_grant';\n    END IF;\n    IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (\n        SELECT FROM treatment_dose d JOIN treatment_vomiting v ON v.dose_id = d.id\n        WHERE d.id = NEW.replaces_id AND d.person_id = NEW.person_id AND d.dose_on = NEW.dose_on\n          AND NEW.dose_mg <= v.replacement_mg\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_replaced_as_a_doctor_allowed', MESSAGE = 'dose_replaced_as_a_doctor_allowed';\n    END IF;\n    RETURN NEW;\n", hash='dec28c492d4be85eb095b204e718ee590875f77e', operation='INSERT', pgid='pgtrigger_treatment_dose_is_as_ordered_e0a20', table='treatment_dose', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='interaction',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='interaction_is_withdrawn_with_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='interaction',
                    constraint=models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='interaction_ends_after_it_begins'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='interaction',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_interaction_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'treatment_interaction: a line is only withdrawn, and only once';", hash='0015d78a7ae529f56ee120d91ccd84df4781464a', operation='UPDATE', pgid='pgtrigger_treatment_interaction_is_only_withdrawn_7250f', table='treatment_interaction', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='interaction',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_interaction_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_interaction: a line is never deleted';", hash='d6c845790dc502fc51cf0a3652befeb4774c468c', operation='DELETE', pgid='pgtrigger_treatment_interaction_is_kept_2a78b', table='treatment_interaction', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='interaction',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_interaction_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_interaction: a register is never emptied';", hash='2cbc2f5515d09464e7c2cabee76956cf88b29d32', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_interaction_is_never_emptied_de52c', table='treatment_interaction', when='BEFORE')),
                ),
                migrations.AddIndex(
                    model_name='missedcontact',
                    index=models.Index(fields=['organisation', 'dose_on'], name='missed_contact_by_day'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='missedcontact',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_missedcontact_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_missedcontact: a line is never changed';", hash='e4d0ee7d21edbad392462bbf94f2929a136b56fc', operation='UPDATE', pgid='pgtrigger_treatment_missedcontact_is_final_3d8b1', table='treatment_missedcontact', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='missedcontact',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_missedcontact_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_missedcontact: a line is never deleted';", hash='aca939dc06e995e01ed733e323c7db220e4090b9', operation='DELETE', pgid='pgtrigger_treatment_missedcontact_is_kept_4edc1', table='treatment_missedcontact', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='missedcontact',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_missedcontact_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_missedcontact: a register is never emptied';", hash='915397123ae57c621c71c1b1478d22437395806d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_missedcontact_is_never_emptied_b61e9', table='treatment_missedcontact', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='paperdose',
                    constraint=models.UniqueConstraint(fields=('organisation', 'paper_number'), name='paper_dose_number_once_a_place'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='paperdose',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_paperdose_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_paperdose: a line is never changed';", hash='6c7a499119dc56d71c85a1ba8079fbe0a5ec1099', operation='UPDATE', pgid='pgtrigger_treatment_paperdose_is_final_c6d97', table='treatment_paperdose', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='paperdose',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_paperdose_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_paperdose: a line is never deleted';", hash='ed6de8cb3cdd415e1a21a74c4cdfeef4fb6a63f7', operation='DELETE', pgid='pgtrigger_treatment_paperdose_is_kept_6f760', table='treatment_paperdose', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='paperdose',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_paperdose_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_paperdose: a register is never emptied';", hash='6413d09033b6e3fdc2ec85c0179b94ef3e55cb55', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_paperdose_is_never_emptied_693c0', table='treatment_paperdose', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='patientphoto',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='patient_photo_is_withdrawn_with_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='patientphoto',
                    constraint=models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('enrolment',), name='patient_photo_one_in_use'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='patientphoto',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_patientphoto_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'treatment_patientphoto: a line is only withdrawn, and only once';", hash='2fa7adf3683273777b94ec478c98cb9aa8b4369f', operation='UPDATE', pgid='pgtrigger_treatment_patientphoto_is_only_withdrawn_2f380', table='treatment_patientphoto', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='patientphoto',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_patientphoto_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_patientphoto: a line is never deleted';", hash='0167160a8312c9adaace013a210a4cc2718e1bad', operation='DELETE', pgid='pgtrigger_treatment_patientphoto_is_kept_d1f50', table='treatment_patientphoto', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='patientphoto',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_patientphoto_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_patientphoto: a register is never emptied';", hash='88d10daeb1ec9f50cfdb573d6aea2aaa5913e197', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_patientphoto_is_never_emptied_4b4e8', table='treatment_patientphoto', when='BEFORE')),
                ),
                migrations.AddIndex(
                    model_name='sideeffect',
                    index=models.Index(fields=['enrolment', '-noticed_on'], name='side_effect_by_enrolment'),
                ),
                migrations.AddConstraint(
                    model_name='sideeffect',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='side_effect_is_withdrawn_with_a_reason'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='sideeffect',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_sideeffect_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'treatment_sideeffect: a line is only withdrawn, and only once';", hash='3cefaee68e514cd7f9aade9f5ea88399464456e3', operation='UPDATE', pgid='pgtrigger_treatment_sideeffect_is_only_withdrawn_f1911', table='treatment_sideeffect', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='sideeffect',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_sideeffect_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_sideeffect: a line is never deleted';", hash='4ad6180bae993d90e1f684e07ac005e92c1362c8', operation='DELETE', pgid='pgtrigger_treatment_sideeffect_is_kept_6ba95', table='treatment_sideeffect', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='sideeffect',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_sideeffect_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_sideeffect: a register is never emptied';", hash='d8e3fe695e7cf12f9fa0c702d6391041379dc5d0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_sideeffect_is_never_emptied_89701', table='treatment_sideeffect', when='BEFORE')),
                ),
                migrations.AddIndex(
                    model_name='signalreview',
                    index=models.Index(fields=['organisation', 'code', 'subject'], name='signal_review_of_a_signal'),
                ),
                migrations.AddIndex(
                    model_name='signalreview',
                    index=models.Index(fields=['organisation', 'recorded_at'], name='signal_review_by_place'),
                ),
                migrations.AddConstraint(
                    model_name='signalreview',
                    constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='signal_review_says_why'),
                ),
                migrations.AddConstraint(
                    model_name='signalreview',
                    constraint=models.CheckConstraint(condition=models.Q(('decision', 'incident'), ('incident__isnull', True), _connector='OR'), name='signal_review_of_an_incident'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='signalreview',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_signalreview_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_signalreview: a line is never changed';", hash='0c10320e89925e723b2d603e2facf28b339b76ef', operation='UPDATE', pgid='pgtrigger_treatment_signalreview_is_final_6b58d', table='treatment_signalreview', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='signalreview',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_signalreview_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_signalreview: a line is never deleted';", hash='f5f73c739124966223ce09814e600781b6ca93e0', operation='DELETE', pgid='pgtrigger_treatment_signalreview_is_kept_ae43b', table='treatment_signalreview', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='signalreview',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_signalreview_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_signalreview: a register is never emptied';", hash='cdb1dfd383bc74ade8dd984c55273581204baeb4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_signalreview_is_never_emptied_6f034', table='treatment_signalreview', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='signalevidence',
                    constraint=models.UniqueConstraint(fields=('review', 'kind', 'fact'), name='signal_evidence_once'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='signalevidence',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_signalevidence_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_signalevidence: a line is never changed';", hash='4cbf881bd58b254f36afef2808154893176f728b', operation='UPDATE', pgid='pgtrigger_treatment_signalevidence_is_final_897d6', table='treatment_signalevidence', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='signalevidence',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_signalevidence_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_signalevidence: a line is never deleted';", hash='ff9c5e1b8a7a200cc59d8fd5fa1ea9a6f0863ec1', operation='DELETE', pgid='pgtrigger_treatment_signalevidence_is_kept_59233', table='treatment_signalevidence', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='signalevidence',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_signalevidence_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_signalevidence: a register is never emptied';", hash='a5423488490a77872ff2659ccb8076722e9bb43b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_signalevidence_is_never_emptied_12902', table='treatment_signalevidence', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='takehomegrant',
                    constraint=models.CheckConstraint(condition=models.Q(('days_at_a_time__gte', 1), ('valid_until__gt', models.F('valid_from'))), name='take_home_grant_of_some_days'),
                ),
                migrations.AddConstraint(
                    model_name='takehomegrant',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoke_reason', ''), ('revoked_on__isnull', True)), models.Q(('revoked_on__gte', models.F('valid_from')), models.Q(('revoke_reason', ''), _negated=True)), _connector='OR'), name='take_home_grant_revoked_with_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='takehomegrant',
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('enrolment', '='), (models.Func(models.F('valid_from'), django.db.models.functions.comparison.Least('valid_until', django.db.models.functions.comparison.Coalesce('revoked_on', 'valid_until')), function='daterange'), '&&')], name='take_home_grant_one_at_a_time'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='takehomegrant',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "treatment_takehomegrantevent" ("conditions", "days_at_a_time", "enrolment_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by", "revoke_reason", "revoked_on", "valid_from", "valid_until") VALUES (OLD."conditions", OLD."days_at_a_time", OLD."enrolment_id", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by", OLD."revoke_reason", OLD."revoked_on", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='76b56792c74a559a0908c40c585aa837d549792f', operation='UPDATE', pgid='pgtrigger_update_update_d5444', table='treatment_takehomegrant', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='takehomegrant',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "treatment_takehomegrantevent" ("conditions", "days_at_a_time", "enrolment_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by", "revoke_reason", "revoked_on", "valid_from", "valid_until") VALUES (OLD."conditions", OLD."days_at_a_time", OLD."enrolment_id", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by", OLD."revoke_reason", OLD."revoked_on", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='202f58bcb6a60b8b62959dd33b2a17adf4e74a8e', operation='DELETE', pgid='pgtrigger_delete_delete_d0506', table='treatment_takehomegrant', when='AFTER')),
                ),
                migrations.AddConstraint(
                    model_name='ticket',
                    constraint=models.UniqueConstraint(fields=('organisation', 'day', 'number'), name='ticket_number_once_a_day'),
                ),
                migrations.AddConstraint(
                    model_name='ticket',
                    constraint=models.UniqueConstraint(condition=models.Q(('finished_at__isnull', True)), fields=('enrolment', 'organisation', 'day'), name='ticket_one_while_waiting'),
                ),
                migrations.AddConstraint(
                    model_name='ticket',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_as', ''), ('finished_at__isnull', True)), models.Q(('finished_at__isnull', False), models.Q(('finished_as', ''), _negated=True)), _connector='OR'), name='ticket_finished_as_something'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='ticket',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "treatment_ticketevent" ("called_at", "called_by", "day", "enrolment_id", "finished_as", "finished_at", "id", "number", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by", "taken_at") VALUES (OLD."called_at", OLD."called_by", OLD."day", OLD."enrolment_id", OLD."finished_as", OLD."finished_at", OLD."id", OLD."number", OLD."organisation_id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by", OLD."taken_at"); RETURN NULL;', hash='623800408c8a3f9f574cccecd829969c3461337a', operation='UPDATE', pgid='pgtrigger_update_update_7f270', table='treatment_ticket', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='ticket',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "treatment_ticketevent" ("called_at", "called_by", "day", "enrolment_id", "finished_as", "finished_at", "id", "number", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by", "taken_at") VALUES (OLD."called_at", OLD."called_by", OLD."day", OLD."enrolment_id", OLD."finished_as", OLD."finished_at", OLD."id", OLD."number", OLD."organisation_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by", OLD."taken_at"); RETURN NULL;', hash='007f0ff375c90bf860f500da7409162aa0f9a5ee', operation='DELETE', pgid='pgtrigger_delete_delete_48945', table='treatment_ticket', when='AFTER')),
                ),
                migrations.AddConstraint(
                    model_name='transferoffer',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='transfer_offer_is_withdrawn_with_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='transferoffer',
                    constraint=models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('enrolment',), name='transfer_offer_one_at_a_time'),
                ),
                migrations.AddConstraint(
                    model_name='transferoffer',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), models.Q(('reason', ''), _negated=True)), name='transfer_offer_has_a_paper_and_a_reason'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='transferoffer',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_transferoffer_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'treatment_transferoffer: a line is only withdrawn, and only once';", hash='51660511cf8d4f7719e4a366381a1e6543cedbb6', operation='UPDATE', pgid='pgtrigger_treatment_transferoffer_is_only_withdrawn_63cf7', table='treatment_transferoffer', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='transferoffer',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_transferoffer_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_transferoffer: a line is never deleted';", hash='47d4b88f9fe5a11b1b3d8180deeb9b74ea4a63eb', operation='DELETE', pgid='pgtrigger_treatment_transferoffer_is_kept_42968', table='treatment_transferoffer', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='transferoffer',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_transferoffer_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_transferoffer: a register is never emptied';", hash='598a61b38f28ce9c56709c0ebea601266881d767', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_transferoffer_is_never_emptied_d9909', table='treatment_transferoffer', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='transferanswer',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('enrolment__isnull', False), ('kind', 'taken'), models.Q(('confirmed_with', ''), _negated=True)), models.Q(('enrolment__isnull', True), ('kind', 'refused'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='transfer_answer_is_whole'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='transferanswer',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_transferanswer_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_transferanswer: a line is never changed';", hash='1f451cdeef734ad6f47a8d75a3fe798c6a3c3a9a', operation='UPDATE', pgid='pgtrigger_treatment_transferanswer_is_final_764f7', table='treatment_transferanswer', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='transferanswer',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_transferanswer_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_transferanswer: a line is never deleted';", hash='5bb2dd9482dbb68cd7ecceb5df9daeb4fee2e5c3', operation='DELETE', pgid='pgtrigger_treatment_transferanswer_is_kept_ee8fa', table='treatment_transferanswer', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='transferanswer',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_transferanswer_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_transferanswer: a register is never emptied';", hash='90598bcda07807700e7da9c2e6e16335ae78e63d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_transferanswer_is_never_emptied_e63c2', table='treatment_transferanswer', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='vomiting',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('allowed_by__isnull', True), ('replacement_mg__isnull', True)), models.Q(('allowed_by__isnull', False), ('replacement_mg__gt', 0), models.Q(('allowed_by', models.F('recorded_by')), _negated=True)), _connector='OR'), name='vomiting_replacement_allowed_by_another'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='vomiting',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_vomiting_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_vomiting: a line is never changed';", hash='cb264177f7f512ac4550b0a09fb15fdfed8e6e29', operation='UPDATE', pgid='pgtrigger_treatment_vomiting_is_final_cd7ec', table='treatment_vomiting', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='vomiting',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_vomiting_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_vomiting: a line is never deleted';", hash='35aa20cfbc8a552327b83d8cffaa9217d29d366b', operation='DELETE', pgid='pgtrigger_treatment_vomiting_is_kept_ef64f', table='treatment_vomiting', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='vomiting',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_vomiting_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_vomiting: a register is never emptied';", hash='95f33cbd2f87ae27756f64d96b40a2431a91e84a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_vomiting_is_never_emptied_71086', table='treatment_vomiting', when='BEFORE')),
                ),
                migrations.AddIndex(
                    model_name='withholding',
                    index=models.Index(fields=['organisation', 'dose_on'], name='withholding_by_day'),
                ),
                migrations.AddConstraint(
                    model_name='withholding',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='withholding_is_withdrawn_with_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='withholding',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', 'other'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='withholding_for_another_reason_says_which'),
                ),
                migrations.AddConstraint(
                    model_name='withholding',
                    constraint=models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('enrolment', 'dose_on'), name='withholding_one_at_a_time'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='withholding',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_withholding_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'treatment_withholding: a line is only withdrawn, and only once';", hash='4915eea17c1fe510f2435dbe6f5f688fee677ba3', operation='UPDATE', pgid='pgtrigger_treatment_withholding_is_only_withdrawn_c4334', table='treatment_withholding', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='withholding',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_withholding_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_withholding: a line is never deleted';", hash='da81aed02773757681870a1bd38cab94ed369d9f', operation='DELETE', pgid='pgtrigger_treatment_withholding_is_kept_0f938', table='treatment_withholding', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='withholding',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_withholding_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_withholding: a register is never emptied';", hash='2588781dc93c9eb39792e00bb437046ceb172cd7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_withholding_is_never_emptied_33a7e', table='treatment_withholding', when='BEFORE')),
                ),
            ],
        ),
    ]
