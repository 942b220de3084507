"""Where people are met, what was talked about, what a test showed; notes from devices and what was decided on them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import hoanhap.kit.at_once
import hoanhap.kit.keys
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0001_squashed_0008'),
        ('community', '0001_squashed_0005'),
        ('people', '0001_squashed_0005'),
        ('places', '0001_squashed_0004'),
    ]

    operations = [
        hoanhap.kit.at_once.AtOnce(
            operations=[
                migrations.CreateModel(
                    name='FieldNote',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('visit', 'Visit'), ('call', 'Telephone call'), ('counselling', 'Counselling'), ('family-meeting', 'Meeting with the family'), ('drug-test', 'Drug test'), ('prevention-counselling', 'Counselling on prevention'), ('treatment-counselling', 'Counselling on treatment and rehabilitation'), ('reintegration-support', 'Help to live in the community again')], max_length=30)),
                        ('happened_on', models.DateField()),
                        ('place', models.CharField(blank=True, max_length=30)),
                        ('contents', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None)),
                        ('test_result', models.CharField(blank=True, choices=[('negative', 'Negative'), ('positive', 'Positive'), ('unclear', 'Unclear')], max_length=10)),
                        ('note', models.CharField(blank=True, max_length=300)),
                        ('next_on', models.DateField(null=True)),
                        ('taken_at', models.DateTimeField()),
                        ('basis', models.UUIDField(null=True)),
                        ('rivals', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                        ('waits_for', models.CharField(blank=True, max_length=40)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='FieldNoteDecision',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('verdict', models.CharField(choices=[('both', 'Keep both: these were two contacts'), ('this', 'Keep this note, withdraw what the others wrote'), ('not', 'Keep what the others wrote; this note does not count')], max_length=4)),
                        ('reason', models.CharField(max_length=300)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.AddField(
                    model_name='contact',
                    name='contents',
                    field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None),
                ),
                migrations.AddField(
                    model_name='contact',
                    name='place',
                    field=models.CharField(blank=True, default='', max_length=30),
                ),
                migrations.AddField(
                    model_name='contact',
                    name='test_result',
                    field=models.CharField(blank=True, choices=[('negative', 'Negative'), ('positive', 'Positive'), ('unclear', 'Unclear')], default='', max_length=10),
                ),
                migrations.AlterField(
                    model_name='contact',
                    name='kind',
                    field=models.CharField(choices=[('visit', 'Visit'), ('call', 'Telephone call'), ('counselling', 'Counselling'), ('family-meeting', 'Meeting with the family'), ('drug-test', 'Drug test'), ('prevention-counselling', 'Counselling on prevention'), ('treatment-counselling', 'Counselling on treatment and rehabilitation'), ('reintegration-support', 'Help to live in the community again')], max_length=30),
                ),
                migrations.AddConstraint(
                    model_name='contact',
                    constraint=models.CheckConstraint(condition=models.Q(('test_result', ''), ('kind', 'drug-test'), _connector='OR'), name='contact_result_only_of_a_test'),
                ),
                migrations.AddField(
                    model_name='fieldnote',
                    name='contact',
                    field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.contact'),
                ),
                migrations.AddField(
                    model_name='fieldnote',
                    name='episode',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='field_notes', to='casework.episode'),
                ),
                migrations.AddField(
                    model_name='fieldnote',
                    name='member',
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.teammember'),
                ),
                migrations.AddField(
                    model_name='fieldnote',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='field_notes', to='people.person'),
                ),
                migrations.AddField(
                    model_name='fieldnote',
                    name='unit',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit'),
                ),
                migrations.AddField(
                    model_name='fieldnotedecision',
                    name='contact',
                    field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.contact'),
                ),
                migrations.AddField(
                    model_name='fieldnotedecision',
                    name='note',
                    field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='community.fieldnote'),
                ),
                migrations.AddField(
                    model_name='fieldnotedecision',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddIndex(
                    model_name='fieldnote',
                    index=models.Index(fields=['person', 'recorded_at'], name='field_note_by_person'),
                ),
                migrations.AddConstraint(
                    model_name='fieldnote',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('contact__isnull', False), ('waits_for', '')), models.Q(('contact__isnull', True), models.Q(('waits_for', ''), _negated=True)), _connector='OR'), name='field_note_is_a_contact_or_waits'),
                ),
                migrations.AddConstraint(
                    model_name='fieldnote',
                    constraint=models.CheckConstraint(condition=models.Q(('test_result', ''), ('kind', 'drug-test'), _connector='OR'), name='field_note_result_only_of_a_test'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='fieldnote',
                    trigger=pgtrigger.compiler.Trigger(name='community_fieldnote_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'community_fieldnote: a line is never changed';", hash='829c2d1f8114113a498500a1b6e0bfbf7d062dac', operation='UPDATE', pgid='pgtrigger_community_fieldnote_is_final_aa785', table='community_fieldnote', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='fieldnote',
                    trigger=pgtrigger.compiler.Trigger(name='community_fieldnote_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'community_fieldnote: a line is never deleted';", hash='9199212748789933b8725d92127fc843dc2d27eb', operation='DELETE', pgid='pgtrigger_community_fieldnote_is_kept_79686', table='community_fieldnote', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='fieldnote',
                    trigger=pgtrigger.compiler.Trigger(name='community_fieldnote_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'community_fieldnote: a register is never emptied';", hash='c9e5e76f12f64e0315fe87b37713365074850894', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_community_fieldnote_is_never_emptied_031d9', table='community_fieldnote', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='fieldnotedecision',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('contact__isnull', True), ('verdict', 'not')), models.Q(models.Q(('verdict', 'not'), _negated=True), ('contact__isnull', False)), _connector='OR'), name='field_note_decision_makes_a_contact_or_none'),
                ),
                migrations.AddConstraint(
                    model_name='fieldnotedecision',
                    constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='field_note_decision_says_why'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='fieldnotedecision',
                    trigger=pgtrigger.compiler.Trigger(name='community_fieldnotedecision_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'community_fieldnotedecision: a line is never changed';", hash='a98ebfe3f09973ef0ee06df04867fda2c8d04c54', operation='UPDATE', pgid='pgtrigger_community_fieldnotedecision_is_final_ac72d', table='community_fieldnotedecision', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='fieldnotedecision',
                    trigger=pgtrigger.compiler.Trigger(name='community_fieldnotedecision_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'community_fieldnotedecision: a line is never deleted';", hash='a7e36bba8e89456801e0cb081552b7881775cf39', operation='DELETE', pgid='pgtrigger_community_fieldnotedecision_is_kept_602d9', table='community_fieldnotedecision', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='fieldnotedecision',
                    trigger=pgtrigger.compiler.Trigger(name='community_fieldnotedecision_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'community_fieldnotedecision: a register is never emptied';", hash='f55683923a8e89cd02b969879bc53936cdab5165', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_community_fieldnotedecision_is_never_emptied_ca158', table='community_fieldnotedecision', when='BEFORE')),
                ),
            ],
        ),
    ]
