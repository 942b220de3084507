"""Stock books, counts, slips, shipments, losses bound to lines."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import hoanhap.kit.at_once
import hoanhap.kit.keys
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('medicine', '0001_losses_of_medicine'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('places', '0001_squashed_0004'),
    ]

    operations = [
        hoanhap.kit.at_once.AtOnce(
            operations=[
                migrations.CreateModel(
                    name='Allotment',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('units_a_day', models.DecimalField(decimal_places=3, max_digits=12)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('document_number', models.CharField(max_length=60)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='AllotmentEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('units_a_day', models.DecimalField(decimal_places=3, max_digits=12)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('document_number', models.CharField(max_length=60)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Arrival',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('counted_units', models.DecimalField(decimal_places=3, max_digits=12)),
                        ('condition', models.CharField(blank=True, max_length=300)),
                        ('happened_at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('second_person', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='BoardMember',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('place_no', models.PositiveSmallIntegerField()),
                        ('full_name', models.CharField(max_length=100)),
                        ('position', models.CharField(max_length=200)),
                    ],
                ),
                migrations.CreateModel(
                    name='ClosingBalance',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('units', models.DecimalField(decimal_places=3, max_digits=12)),
                    ],
                ),
                migrations.CreateModel(
                    name='Count',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('day', models.DateField()),
                        ('moment', models.CharField(choices=[('opening', 'Opening of the day'), ('shift', 'Handover of a shift'), ('closing', 'Close of the day')], max_length=10)),
                        ('happened_at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('second_person', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='CountLine',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('counted_units', models.DecimalField(decimal_places=3, max_digits=12)),
                        ('book_units', models.DecimalField(decimal_places=3, max_digits=12)),
                    ],
                ),
                migrations.CreateModel(
                    name='CountTry',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('day', models.DateField()),
                        ('moment', models.CharField(choices=[('opening', 'Opening of the day'), ('shift', 'Handover of a shift'), ('closing', 'Close of the day')], max_length=10)),
                        ('happened_at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('second_person', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='CountTryLine',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('counted_units', models.DecimalField(decimal_places=3, max_digits=12)),
                        ('book_units', models.DecimalField(decimal_places=3, max_digits=12)),
                    ],
                ),
                migrations.CreateModel(
                    name='IncidentLine',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                    ],
                ),
                migrations.CreateModel(
                    name='IncidentReport',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('document_number', models.CharField(max_length=60)),
                        ('cause', models.CharField(max_length=1000)),
                        ('done', models.CharField(max_length=1000)),
                        ('reported_to', models.CharField(max_length=200)),
                        ('reported_at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('second_person', models.UUIDField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='Lot',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('medicine', models.CharField(max_length=60)),
                        ('number', models.CharField(max_length=60)),
                        ('expires_on', models.DateField()),
                        ('mg_per_unit', models.DecimalField(decimal_places=4, max_digits=9)),
                        ('maker', models.CharField(blank=True, max_length=200)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Shipment',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('quantity_units', models.DecimalField(decimal_places=3, max_digits=12)),
                        ('number', models.CharField(max_length=60)),
                        ('carrier', models.CharField(max_length=200)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('second_person', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Slip',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('number', models.CharField(max_length=60)),
                        ('asked_units', models.DecimalField(decimal_places=3, max_digits=12)),
                        ('needed_on', models.DateField()),
                        ('purpose', models.CharField(blank=True, max_length=300)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='SlipEnd',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('reason', models.CharField(max_length=300)),
                        ('happened_at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='SlipLine',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                    ],
                ),
                migrations.CreateModel(
                    name='SlipSignature',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('signs_as', models.CharField(choices=[('requesting-head', 'Head of the requesting unit'), ('issuing-head', 'Head of the issuing unit'), ('issuer', 'Issued by'), ('receiver', 'Received by')], max_length=20)),
                        ('account', models.UUIDField()),
                        ('signed_at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='StockAccount',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('supplier', 'Supplier'), ('safe', 'Safe'), ('cabinet', 'Dispensing cabinet'), ('window', 'Bottle at the window'), ('cup', 'Poured, not yet given'), ('patient', 'Taken by patients'), ('take-home', 'Taken home'), ('transit', 'On the way'), ('spill', 'Spilt'), ('waste', 'Waste, waiting for destruction'), ('destroyed', 'Destroyed'), ('returned', 'Returned to the supplier'), ('found', 'Found'), ('missing', 'Missing')], max_length=20)),
                        ('name', models.CharField(blank=True, max_length=100)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='StockBook',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('medicine', models.CharField(max_length=60)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='StockLine',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('line_no', models.PositiveIntegerField()),
                        ('kind', models.CharField(choices=[('receipt', 'Received from a supplier'), ('issue', 'Given out from the safe'), ('put-back', 'Put back into the safe'), ('pour', 'Poured'), ('pour-back', 'Poured back'), ('dose', 'Dose taken'), ('take-home', 'Doses handed out'), ('bottle-back', 'Bottle brought back'), ('shipment', 'Sent to another place'), ('arrival', 'Arrived from another place'), ('spill', 'Spilt or broken'), ('waste', 'Put aside as waste'), ('destruction', 'Destroyed by a board'), ('return', 'Sent back to the supplier'), ('ward', 'Given to a ward'), ('loss', 'Found missing'), ('find', 'Found'), ('reversal', 'Reversal of a wrong line')], max_length=20)),
                        ('quantity_units', models.DecimalField(decimal_places=3, max_digits=12)),
                        ('happened_at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('second_person', models.UUIDField(null=True)),
                        ('document_number', models.CharField(blank=True, max_length=60)),
                        ('reason', models.CharField(blank=True, max_length=300)),
                        ('request_id', models.UUIDField(unique=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='StockMinutes',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('receipt', 'Receipt of medicine'), ('waste', 'Waste of medicine'), ('destruction', 'Destruction of medicine'), ('return', 'Return of medicine to the supplier')], max_length=12)),
                        ('number', models.CharField(max_length=60)),
                        ('happened_at', models.DateTimeField()),
                        ('supplier', models.CharField(blank=True, max_length=200)),
                        ('handed_over_by', models.CharField(blank=True, max_length=200)),
                        ('invoice_number', models.CharField(blank=True, max_length=60)),
                        ('cause', models.CharField(blank=True, choices=[('broken', 'Container broken or cracked'), ('spilt', 'Spilt'), ('expired', 'Expired'), ('spoilt', 'Spoilt: colour, smell, seal'), ('remainder', 'Remainder in a bottle that cannot be measured out'), ('other', 'Something else')], max_length=12)),
                        ('approval_number', models.CharField(blank=True, max_length=60)),
                        ('held_in', models.CharField(blank=True, max_length=200)),
                        ('statement', models.CharField(blank=True, max_length=600)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('second_person', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='StockMinutesLine',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('stated_units', models.DecimalField(decimal_places=3, max_digits=12, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='StockPage',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('page_no', models.PositiveIntegerField()),
                        ('content', models.TextField()),
                        ('pdf', models.BinaryField()),
                        ('sha256', models.CharField(max_length=64)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.RemoveConstraint(
                    model_name='medicineincident',
                    name='medicine_incident_of_some_volume',
                ),
                migrations.AddField(
                    model_name='medicineincident',
                    name='detected_at',
                    field=models.DateTimeField(null=True),
                ),
                migrations.AddField(
                    model_name='medicineincident',
                    name='medicine',
                    field=models.CharField(default='methadone', max_length=60),
                ),
                migrations.AddField(
                    model_name='medicineincident',
                    name='pieces',
                    field=models.DecimalField(decimal_places=3, max_digits=12, null=True),
                ),
                migrations.AlterField(
                    model_name='medicineincident',
                    name='volume_ml',
                    field=models.DecimalField(decimal_places=3, max_digits=12, null=True),
                ),
                migrations.AddField(
                    model_name='allotmentevent',
                    name='pgh_context',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
                ),
                migrations.AddField(
                    model_name='allotmentevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='medicine.allotment'),
                ),
                migrations.AddField(
                    model_name='closingbalance',
                    name='count',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='balances', to='medicine.count'),
                ),
                migrations.AddField(
                    model_name='countline',
                    name='count',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='medicine.count'),
                ),
                migrations.AddField(
                    model_name='counttryline',
                    name='count_try',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='medicine.counttry'),
                ),
                migrations.AddField(
                    model_name='incidentline',
                    name='incident',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='medicine.medicineincident'),
                ),
                migrations.AddField(
                    model_name='incidentreport',
                    name='incident',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='medicine.medicineincident'),
                ),
                migrations.AddConstraint(
                    model_name='lot',
                    constraint=models.UniqueConstraint(fields=('medicine', 'number'), name='lot_number_once_a_medicine'),
                ),
                migrations.AddConstraint(
                    model_name='lot',
                    constraint=models.CheckConstraint(condition=models.Q(('mg_per_unit__gt', 0)), name='lot_has_a_strength'),
                ),
                migrations.AddField(
                    model_name='counttryline',
                    name='lot',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.lot'),
                ),
                migrations.AddField(
                    model_name='countline',
                    name='lot',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.lot'),
                ),
                migrations.AddField(
                    model_name='closingbalance',
                    name='lot',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.lot'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='lot',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_lot_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_lot: a line is never changed';", hash='a566809659afcd6474028a2995acbea85523ad73', operation='UPDATE', pgid='pgtrigger_medicine_lot_is_final_4d20b', table='medicine_lot', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='lot',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_lot_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_lot: a line is never deleted';", hash='3d0b4f157f4efab528acf6f02210c17004862ad3', operation='DELETE', pgid='pgtrigger_medicine_lot_is_kept_cdf07', table='medicine_lot', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='lot',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_lot_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_lot: a register is never emptied';", hash='75ceb69ee1b4d3dac83bb0bc1eca0b76fd945c91', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_medicine_lot_is_never_emptied_caf7d', table='medicine_lot', when='BEFORE')),
                ),
                migrations.AddField(
                    model_name='shipment',
                    name='lot',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.lot'),
                ),
                migrations.AddField(
                    model_name='arrival',
                    name='shipment',
                    field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='arrival', to='medicine.shipment'),
                ),
                migrations.AddField(
                    model_name='slipend',
                    name='slip',
                    field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='end', to='medicine.slip'),
                ),
                migrations.AddField(
                    model_name='slipline',
                    name='slip',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='medicine.slip'),
                ),
                migrations.AddField(
                    model_name='slipsignature',
                    name='slip',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='medicine.slip'),
                ),
                migrations.AddField(
                    model_name='slip',
                    name='from_account',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.stockaccount'),
                ),
                migrations.AddField(
                    model_name='slip',
                    name='to_account',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.stockaccount'),
                ),
                migrations.AddField(
                    model_name='counttryline',
                    name='account',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.stockaccount'),
                ),
                migrations.AddField(
                    model_name='countline',
                    name='account',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.stockaccount'),
                ),
                migrations.AddField(
                    model_name='closingbalance',
                    name='account',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.stockaccount'),
                ),
                migrations.AddField(
                    model_name='stockbook',
                    name='organisation',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation'),
                ),
                migrations.AddField(
                    model_name='stockaccount',
                    name='book',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='medicine.stockbook'),
                ),
                migrations.AddField(
                    model_name='slip',
                    name='book',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='medicine.stockbook'),
                ),
                migrations.AddField(
                    model_name='shipment',
                    name='from_book',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sent', to='medicine.stockbook'),
                ),
                migrations.AddField(
                    model_name='shipment',
                    name='to_book',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coming', to='medicine.stockbook'),
                ),
                migrations.AddField(
                    model_name='counttry',
                    name='book',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='count_tries', to='medicine.stockbook'),
                ),
                migrations.AddField(
                    model_name='count',
                    name='book',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counts', to='medicine.stockbook'),
                ),
                migrations.AddField(
                    model_name='allotmentevent',
                    name='book',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='medicine.stockbook'),
                ),
                migrations.AddField(
                    model_name='allotment',
                    name='book',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allotments', to='medicine.stockbook'),
                ),
                migrations.AddField(
                    model_name='medicineincident',
                    name='book',
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.stockbook'),
                ),
                migrations.AddConstraint(
                    model_name='medicineincident',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('pieces__isnull', True), ('volume_ml__gt', 0)), models.Q(('pieces__gt', 0), ('volume_ml__isnull', True)), _connector='OR'), name='medicine_incident_of_some_volume'),
                ),
                migrations.AddConstraint(
                    model_name='medicineincident',
                    constraint=models.CheckConstraint(condition=models.Q(('book__isnull', True), ('detected_at__isnull', False), _connector='OR'), name='medicine_incident_of_a_book_was_detected'),
                ),
                migrations.AddField(
                    model_name='stockline',
                    name='book',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='medicine.stockbook'),
                ),
                migrations.AddField(
                    model_name='stockline',
                    name='from_account',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.stockaccount'),
                ),
                migrations.AddField(
                    model_name='stockline',
                    name='lot',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.lot'),
                ),
                migrations.AddField(
                    model_name='stockline',
                    name='reverses',
                    field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='medicine.stockline'),
                ),
                migrations.AddField(
                    model_name='stockline',
                    name='to_account',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.stockaccount'),
                ),
                migrations.AddField(
                    model_name='slipline',
                    name='line',
                    field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='on_slip', to='medicine.stockline'),
                ),
                migrations.AddField(
                    model_name='shipment',
                    name='line',
                    field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.stockline'),
                ),
                migrations.AddField(
                    model_name='incidentline',
                    name='line',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='in_incidents', to='medicine.stockline'),
                ),
                migrations.AddField(
                    model_name='arrival',
                    name='line',
                    field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.stockline'),
                ),
                migrations.AddField(
                    model_name='arrival',
                    name='loss_line',
                    field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.stockline'),
                ),
                migrations.AddField(
                    model_name='stockminutes',
                    name='book',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='medicine.stockbook'),
                ),
                migrations.AddField(
                    model_name='boardmember',
                    name='minutes',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='board', to='medicine.stockminutes'),
                ),
                migrations.AddField(
                    model_name='stockminutesline',
                    name='line',
                    field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='in_minutes', to='medicine.stockline'),
                ),
                migrations.AddField(
                    model_name='stockminutesline',
                    name='minutes',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='medicine.stockminutes'),
                ),
                migrations.AddField(
                    model_name='stockpage',
                    name='count',
                    field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='page', to='medicine.count'),
                ),
                migrations.AddIndex(
                    model_name='incidentreport',
                    index=models.Index(fields=['incident', 'reported_at'], name='incident_report_first'),
                ),
                migrations.AddConstraint(
                    model_name='incidentreport',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('document_number', ''), _negated=True), models.Q(('cause', ''), _negated=True), models.Q(('done', ''), _negated=True), models.Q(('reported_to', ''), _negated=True)), name='incident_report_says_what_and_to_whom'),
                ),
                migrations.AddConstraint(
                    model_name='incidentreport',
                    constraint=models.CheckConstraint(condition=models.Q(('second_person__isnull', True), models.Q(('second_person', models.F('recorded_by')), _negated=True), _connector='OR'), name='incident_report_second_person_is_another'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='incidentreport',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_incidentreport_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_incidentreport: a line is never changed';", hash='10cc2db76824624578b650273340fe3c27c00d17', operation='UPDATE', pgid='pgtrigger_medicine_incidentreport_is_final_4d0c2', table='medicine_incidentreport', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='incidentreport',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_incidentreport_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_incidentreport: a line is never deleted';", hash='288ccf3a71d92d38515ad688cf484913e305a1df', operation='DELETE', pgid='pgtrigger_medicine_incidentreport_is_kept_08b8b', table='medicine_incidentreport', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='incidentreport',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_incidentreport_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_incidentreport: a register is never emptied';", hash='d3593e1ee1ed07615a13ed35f5d12fa164e87872', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_medicine_incidentreport_is_never_emptied_4e8c5', table='medicine_incidentreport', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='slipend',
                    constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='slip_ends_with_a_reason'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='slipend',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_slipend_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_slipend: a line is never changed';", hash='9b7af5fa27e67546f6a420bd30afdba3899e024f', operation='UPDATE', pgid='pgtrigger_medicine_slipend_is_final_fc274', table='medicine_slipend', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='slipend',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_slipend_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_slipend: a line is never deleted';", hash='11bd9986e5186114aabd165658bdb605ce31f4f4', operation='DELETE', pgid='pgtrigger_medicine_slipend_is_kept_94606', table='medicine_slipend', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='slipend',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_slipend_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_slipend: a register is never emptied';", hash='531f994b7a7dd09b5383dd76274e1d62c40f9eea', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_medicine_slipend_is_never_emptied_f4349', table='medicine_slipend', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='slipend',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_slipend_before_handover', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM medicine_slip WHERE id = NEW.slip_id FOR NO KEY UPDATE;\n    IF EXISTS (SELECT FROM medicine_slipsignature WHERE slip_id = NEW.slip_id AND signs_as = 'issuer') THEN\n        RAISE check_violation USING CONSTRAINT = 'slip_still_runs', MESSAGE = 'slip_still_runs';\n    END IF;\n    RETURN NEW;\n", hash='ece675ffb756c4c93027df7ab89b0f9974a39c3c', operation='INSERT', pgid='pgtrigger_medicine_slipend_before_handover_07c44', table='medicine_slipend', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='slipsignature',
                    constraint=models.UniqueConstraint(fields=('slip', 'signs_as'), name='slip_signed_once_as_each'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='slipsignature',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_slipsignature_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_slipsignature: a line is never changed';", hash='3b214dff0b4ef06f19fd6f66c5b984d82df6a472', operation='UPDATE', pgid='pgtrigger_medicine_slipsignature_is_final_556e0', table='medicine_slipsignature', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='slipsignature',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_slipsignature_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_slipsignature: a line is never deleted';", hash='35359067ff321b2b4a4157910151f75a446a0a51', operation='DELETE', pgid='pgtrigger_medicine_slipsignature_is_kept_07c1b', table='medicine_slipsignature', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='slipsignature',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_slipsignature_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_slipsignature: a register is never emptied';", hash='5177b36019dbe29fdff3b04c7d878ba7fcdfb5cd', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_medicine_slipsignature_is_never_emptied_5ea12', table='medicine_slipsignature', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='slipsignature',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_slipsignature_in_turn', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM medicine_slip WHERE id = NEW.slip_id FOR NO KEY UPDATE;\n    IF EXISTS (SELECT FROM medicine_slipend WHERE slip_id = NEW.slip_id) THEN\n        RAISE check_violation USING CONSTRAINT = 'slip_still_runs', MESSAGE = 'slip_still_runs';\n    END IF;\n    IF (NEW.signs_as = 'issuing-head' AND NOT EXISTS (\n            SELECT FROM medicine_slipsignature WHERE slip_id = NEW.slip_id AND signs_as = 'requesting-head'))\n       OR (NEW.signs_as IN ('issuer', 'receiver') AND NOT EXISTS (\n            SELECT FROM medicine_slipsignature WHERE slip_id = NEW.slip_id AND signs_as = 'issuing-head')) THEN\n        RAISE check_violation USING CONSTRAINT = 'slip_signed_in_turn', MESSAGE = 'slip_signed_in_turn';\n    END IF;\n    -- In a small clinic one person may head both units; nobody else signs twice, and nobody hands over to themselves.\n    IF EXISTS (\n        SELECT FROM medicine_slipsignature s WHERE s.slip_id = NEW.slip_id AND s.account = NEW.account\n          AND NOT (s.signs_as = 'requesting-head' AND NEW.signs_as = 'issuing-head')\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'slip_signers_are_others', MESSAGE = 'slip_signers_are_others';\n    END IF;\n    RETURN NEW;\n", hash='61e4e13ac9ca0736bd4d1dba6867740e44180497', operation='INSERT', pgid='pgtrigger_medicine_slipsignature_in_turn_b966d', table='medicine_slipsignature', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='counttryline',
                    constraint=models.UniqueConstraint(fields=('count_try', 'account', 'lot'), name='count_try_line_once'),
                ),
                migrations.AddConstraint(
                    model_name='counttryline',
                    constraint=models.CheckConstraint(condition=models.Q(('counted_units__gte', 0)), name='count_try_of_nothing_or_more'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='counttryline',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_counttryline_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_counttryline: a line is never changed';", hash='d61d9346df3bd66a5cbde9e9e82980005ff4e4ad', operation='UPDATE', pgid='pgtrigger_medicine_counttryline_is_final_cb738', table='medicine_counttryline', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='counttryline',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_counttryline_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_counttryline: a line is never deleted';", hash='8f04a6490dd1c56cb898ab75ebe22412cbeef2ed', operation='DELETE', pgid='pgtrigger_medicine_counttryline_is_kept_97a53', table='medicine_counttryline', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='counttryline',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_counttryline_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_counttryline: a register is never emptied';", hash='fd29ad473fd8a80ba79d1951fa1e7c48cf5754f5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_medicine_counttryline_is_never_emptied_cc370', table='medicine_counttryline', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='countline',
                    constraint=models.UniqueConstraint(fields=('count', 'account', 'lot'), name='stock_count_line_once'),
                ),
                migrations.AddConstraint(
                    model_name='countline',
                    constraint=models.CheckConstraint(condition=models.Q(('counted_units__gte', 0)), name='stock_count_of_nothing_or_more'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='countline',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_countline_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_countline: a line is never changed';", hash='4b174aa72648cbfc7bb54f8778025e1b97b4c789', operation='UPDATE', pgid='pgtrigger_medicine_countline_is_final_70523', table='medicine_countline', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='countline',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_countline_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_countline: a line is never deleted';", hash='41d9fe3121cab96963509e36684371e10a8a49c1', operation='DELETE', pgid='pgtrigger_medicine_countline_is_kept_fbb8a', table='medicine_countline', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='countline',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_countline_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_countline: a register is never emptied';", hash='a2691cc357bcff6e59fcd97ed8630353e7138b4c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_medicine_countline_is_never_emptied_a1e43', table='medicine_countline', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='closingbalance',
                    constraint=models.UniqueConstraint(fields=('count', 'account', 'lot'), name='closing_balance_once'),
                ),
                migrations.AddConstraint(
                    model_name='closingbalance',
                    constraint=models.CheckConstraint(condition=models.Q(('units', 0), _negated=True), name='closing_balance_of_something'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='closingbalance',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_closingbalance_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_closingbalance: a line is never changed';", hash='c780e1b01298fd2f4b0f3525be18fc7e714685c3', operation='UPDATE', pgid='pgtrigger_medicine_closingbalance_is_final_842ca', table='medicine_closingbalance', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='closingbalance',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_closingbalance_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_closingbalance: a line is never deleted';", hash='1e35bca84613ae0cedaf7d2e14f5825c1ff81ed8', operation='DELETE', pgid='pgtrigger_medicine_closingbalance_is_kept_f16e2', table='medicine_closingbalance', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='closingbalance',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_closingbalance_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_closingbalance: a register is never emptied';", hash='41f0c355198ca3cd68c6cb6946687d08815fa3cd', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_medicine_closingbalance_is_never_emptied_9d4bf', table='medicine_closingbalance', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='closingbalance',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_closingbalance_is_not_typed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF pg_trigger_depth() < 2 THEN\n        RAISE check_violation USING CONSTRAINT = 'closing_balance_written_by_the_database', MESSAGE = 'closing_balance_written_by_the_database';\n    END IF;\n    RETURN NEW;\n", hash='b619fcd33d060c93e8177ba3ba2aba5e47c3838a', operation='INSERT', pgid='pgtrigger_medicine_closingbalance_is_not_typed_f5fca', table='medicine_closingbalance', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='stockbook',
                    constraint=models.UniqueConstraint(fields=('organisation', 'medicine'), name='stock_book_once_a_medicine'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stockbook',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_stockbook_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_stockbook: a line is never changed';", hash='cff3223a14dd2d9f60b7307817b8fcf5665cfbea', operation='UPDATE', pgid='pgtrigger_medicine_stockbook_is_final_53a5e', table='medicine_stockbook', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stockbook',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_stockbook_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_stockbook: a line is never deleted';", hash='02505d96c634331e602e69a2e7ef292cbd0003bf', operation='DELETE', pgid='pgtrigger_medicine_stockbook_is_kept_f9ce8', table='medicine_stockbook', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stockbook',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_stockbook_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_stockbook: a register is never emptied';", hash='3f1863b1ed68074d538678832ad75f0945378fab', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_medicine_stockbook_is_never_emptied_9edf8', table='medicine_stockbook', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='stockaccount',
                    constraint=models.UniqueConstraint(fields=('book', 'kind', 'name'), name='stock_account_once_a_book'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stockaccount',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_stockaccount_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_stockaccount: a line is never changed';", hash='624a233834226ff9732143bedaec5436df37b77f', operation='UPDATE', pgid='pgtrigger_medicine_stockaccount_is_final_229bc', table='medicine_stockaccount', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stockaccount',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_stockaccount_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_stockaccount: a line is never deleted';", hash='a7d6527300b2641bee01e890b2f75ad2af997085', operation='DELETE', pgid='pgtrigger_medicine_stockaccount_is_kept_c5e89', table='medicine_stockaccount', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stockaccount',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_stockaccount_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_stockaccount: a register is never emptied';", hash='c8c69ebfb3414de175f26bb7560595deca084c1d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_medicine_stockaccount_is_never_emptied_d275b', table='medicine_stockaccount', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='slip',
                    constraint=models.UniqueConstraint(fields=('book', 'number'), name='slip_number_once_a_book'),
                ),
                migrations.AddConstraint(
                    model_name='slip',
                    constraint=models.CheckConstraint(condition=models.Q(('asked_units__gt', 0), models.Q(('number', ''), _negated=True)), name='slip_asks_for_something'),
                ),
                migrations.AddConstraint(
                    model_name='slip',
                    constraint=models.CheckConstraint(condition=models.Q(('from_account', models.F('to_account')), _negated=True), name='slip_goes_elsewhere'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='slip',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_slip_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_slip: a line is never changed';", hash='33d0c5b67476d6984f37dadf1988928dc2b894aa', operation='UPDATE', pgid='pgtrigger_medicine_slip_is_final_e68d4', table='medicine_slip', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='slip',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_slip_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_slip: a line is never deleted';", hash='c5c951e5329aab0d533dc7372b70251655bf7b2b', operation='DELETE', pgid='pgtrigger_medicine_slip_is_kept_31b3b', table='medicine_slip', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='slip',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_slip_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_slip: a register is never emptied';", hash='c5363e4fdca62ea74c90c069bf8eec96392c1b0b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_medicine_slip_is_never_emptied_b894a', table='medicine_slip', when='BEFORE')),
                ),
                migrations.AddIndex(
                    model_name='counttry',
                    index=models.Index(fields=['book', 'day'], name='count_try_by_day'),
                ),
                migrations.AddConstraint(
                    model_name='counttry',
                    constraint=models.CheckConstraint(condition=models.Q(('second_person', models.F('recorded_by')), _negated=True), name='count_try_second_person_is_another'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='counttry',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_counttry_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_counttry: a line is never changed';", hash='a138a3ba534ee0a96dae890d2bc11a717bafd2ca', operation='UPDATE', pgid='pgtrigger_medicine_counttry_is_final_78794', table='medicine_counttry', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='counttry',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_counttry_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_counttry: a line is never deleted';", hash='4f9e1d3ea28013ab63d1ccc3329de0b1db992231', operation='DELETE', pgid='pgtrigger_medicine_counttry_is_kept_456c8', table='medicine_counttry', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='counttry',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_counttry_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_counttry: a register is never emptied';", hash='bfc7add2749f363ae55189e3cdc9815dfc9fc2bc', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_medicine_counttry_is_never_emptied_f5903', table='medicine_counttry', when='BEFORE')),
                ),
                migrations.AddIndex(
                    model_name='count',
                    index=models.Index(fields=['book', '-happened_at'], name='stock_count_latest'),
                ),
                migrations.AddConstraint(
                    model_name='count',
                    constraint=models.UniqueConstraint(condition=models.Q(('moment', 'shift'), _negated=True), fields=('book', 'day', 'moment'), name='stock_count_once_a_day'),
                ),
                migrations.AddConstraint(
                    model_name='count',
                    constraint=models.CheckConstraint(condition=models.Q(('second_person', models.F('recorded_by')), _negated=True), name='stock_count_second_person_is_another'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='count',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_count_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_count: a line is never changed';", hash='2417d8066cff1c404609551fd75853267c4c24df', operation='UPDATE', pgid='pgtrigger_medicine_count_is_final_474c3', table='medicine_count', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='count',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_count_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_count: a line is never deleted';", hash='6d24eb12df9a16bd61eb57e5052b8736ebb0b792', operation='DELETE', pgid='pgtrigger_medicine_count_is_kept_8ce74', table='medicine_count', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='count',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_count_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_count: a register is never emptied';", hash='2fa18964603342dbcd503920bb6c2ba46929ac8f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_medicine_count_is_never_emptied_7d908', table='medicine_count', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='count',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_count_follows', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE last_moment text; last_day date; last_at timestamptz;', func="\n    PERFORM 1 FROM medicine_stockbook WHERE id = NEW.book_id FOR NO KEY UPDATE;\n    SELECT c.moment, c.day, c.happened_at INTO last_moment, last_day, last_at FROM medicine_count c\n    WHERE c.book_id = NEW.book_id ORDER BY c.happened_at DESC, c.recorded_at DESC LIMIT 1;\n    IF NEW.happened_at <= last_at OR (NEW.happened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date < NEW.day THEN\n        RAISE check_violation USING CONSTRAINT = 'stock_count_after_the_last', MESSAGE = 'stock_count_after_the_last';\n    END IF;\n    IF NEW.moment = 'opening' AND (last_moment IN ('opening', 'shift') OR last_day >= NEW.day) THEN\n        RAISE check_violation USING CONSTRAINT = 'stock_count_opens_a_new_day', MESSAGE = 'stock_count_opens_a_new_day';\n    END IF;\n    IF NEW.moment <> 'opening' AND (coalesce(last_moment, 'closing') = 'closing' OR last_day <> NEW.day) THEN\n        RAISE check_violation USING CONSTRAINT = 'stock_count_closes_the_open_day', MESSAGE = 'stock_count_closes_the_open_day';\n    END IF;\n    IF NEW.moment = 'shift' AND EXISTS (\n        -- At a close nothing is in a cup, so what was poured since says what still is.\n        SELECT FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id IN (l.from_account_id, l.to_account_id)\n        WHERE a.book_id = NEW.book_id AND a.kind = 'cup' AND l.happened_at > coalesce(\n            (SELECT max(happened_at) FROM medicine_count WHERE book_id = NEW.book_id AND moment = 'closing'), '-infinity'\n        )\n        GROUP BY l.lot_id\n        HAVING sum(CASE WHEN l.to_account_id = a.id THEN l.quantity_units ELSE -l.quantity_units END) <> 0\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'stock_count_closes_over_no_open_pour', MESSAGE = 'stock_count_closes_over_no_open_pour';\n    END IF;\n    IF NEW.moment = 'closing' AND EXISTS (\n        SELECT FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id IN (l.from_account_id, l.to_account_id)\n        WHERE a.book_id = NEW.book_id AND l.happened_at > NEW.happened_at\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'stock_count_after_the_last_line', MESSAGE = 'stock_count_after_the_last_line';\n    END IF;\n    RETURN NEW;\n", hash='6228e02783e56105cc0ab3b2f376a91a174f0985', operation='INSERT', pgid='pgtrigger_medicine_count_follows_12725', table='medicine_count', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='count',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_count_writes_balances', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.moment = 'closing')", declare='DECLARE before uuid; before_at timestamptz;', func="\n    SELECT id, happened_at INTO before, before_at FROM medicine_count\n    WHERE book_id = NEW.book_id AND moment = 'closing' AND happened_at < NEW.happened_at\n    ORDER BY happened_at DESC LIMIT 1;\n    INSERT INTO medicine_closingbalance (id, count_id, account_id, lot_id, units)\n    SELECT gen_random_uuid(), NEW.id, account_id, lot_id, sum(change)\n    FROM (\n        SELECT account_id, lot_id, units AS change FROM medicine_closingbalance WHERE count_id = before\n        UNION ALL\n        SELECT l.to_account_id, l.lot_id, l.quantity_units\n        FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id = l.to_account_id\n        WHERE a.book_id = NEW.book_id AND l.happened_at > coalesce(before_at, '-infinity')\n        UNION ALL\n        SELECT l.from_account_id, l.lot_id, -l.quantity_units\n        FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id = l.from_account_id\n        WHERE a.book_id = NEW.book_id AND l.happened_at > coalesce(before_at, '-infinity')\n    ) moved\n    GROUP BY account_id, lot_id HAVING sum(change) <> 0;\n    IF EXISTS (\n        SELECT FROM medicine_closingbalance b JOIN medicine_stockaccount a ON a.id = b.account_id\n        WHERE b.count_id = NEW.id AND a.kind = 'cup'\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'stock_count_closes_over_no_open_pour', MESSAGE = 'stock_count_closes_over_no_open_pour';\n    END IF;\n    RETURN NULL;\n", hash='90b481c398b0f6ac0cf681f273f9e0017837c65d', operation='INSERT', pgid='pgtrigger_medicine_count_writes_balances_72031', table='medicine_count', when='AFTER')),
                ),
                migrations.AddConstraint(
                    model_name='allotment',
                    constraint=models.CheckConstraint(condition=models.Q(('units_a_day__gt', 0)), name='allotment_of_something'),
                ),
                migrations.AddConstraint(
                    model_name='allotment',
                    constraint=models.CheckConstraint(condition=models.Q(('document_number', ''), _negated=True), name='allotment_has_a_paper'),
                ),
                migrations.AddConstraint(
                    model_name='allotment',
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('book', '='), (models.Func(models.F('valid_from'), models.F('valid_until'), function='daterange'), '&&')], name='allotment_one_at_a_time'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='allotment',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "medicine_allotmentevent" ("book_id", "document_number", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by", "units_a_day", "valid_from", "valid_until") VALUES (OLD."book_id", OLD."document_number", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by", OLD."units_a_day", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='220cab8ce6c6ebbdfc32286b831f0be3029766bf', operation='UPDATE', pgid='pgtrigger_update_update_62408', table='medicine_allotment', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='allotment',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "medicine_allotmentevent" ("book_id", "document_number", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by", "units_a_day", "valid_from", "valid_until") VALUES (OLD."book_id", OLD."document_number", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by", OLD."units_a_day", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='5538d0301f0f62ff5b73b54006ad0871f9e55166', operation='DELETE', pgid='pgtrigger_delete_delete_bd238', table='medicine_allotment', when='AFTER')),
                ),
                migrations.AddIndex(
                    model_name='stockline',
                    index=models.Index(fields=['from_account', 'lot', 'happened_at'], include=('quantity_units', 'line_no'), name='stock_line_out_of'),
                ),
                migrations.AddIndex(
                    model_name='stockline',
                    index=models.Index(fields=['to_account', 'lot', 'happened_at'], include=('quantity_units', 'line_no'), name='stock_line_into'),
                ),
                migrations.AddConstraint(
                    model_name='stockline',
                    constraint=models.UniqueConstraint(fields=('book', 'line_no'), name='stock_line_number_once_a_book'),
                ),
                migrations.AddConstraint(
                    model_name='stockline',
                    constraint=models.CheckConstraint(condition=models.Q(('quantity_units__gt', 0)), name='stock_line_moves_something'),
                ),
                migrations.AddConstraint(
                    model_name='stockline',
                    constraint=models.CheckConstraint(condition=models.Q(('from_account', models.F('to_account')), _negated=True), name='stock_line_goes_elsewhere'),
                ),
                migrations.AddConstraint(
                    model_name='stockline',
                    constraint=models.CheckConstraint(condition=models.Q(('second_person__isnull', True), models.Q(('second_person', models.F('recorded_by')), _negated=True), _connector='OR'), name='stock_line_second_person_is_another'),
                ),
                migrations.AddConstraint(
                    model_name='stockline',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reversal'), ('reverses__isnull', False)), models.Q(models.Q(('kind', 'reversal'), _negated=True), ('reverses__isnull', True)), _connector='OR'), name='stock_line_reverses_a_line'),
                ),
                migrations.AddConstraint(
                    model_name='stockline',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['loss', 'find', 'spill', 'waste', 'destruction', 'reversal', 'bottle-back']), _negated=True), models.Q(('second_person__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='stock_line_loss_says_why_and_who_saw'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stockline',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_stockline_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_stockline: a line is never changed';", hash='75215677287d2c3182d6a46858d5b84656e3e925', operation='UPDATE', pgid='pgtrigger_medicine_stockline_is_final_56f64', table='medicine_stockline', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stockline',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_stockline_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_stockline: a line is never deleted';", hash='8e8c11b50affa62d44c0dc5d1ed8e7fa8215a5b8', operation='DELETE', pgid='pgtrigger_medicine_stockline_is_kept_c4408', table='medicine_stockline', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stockline',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_stockline_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_stockline: a register is never emptied';", hash='8ec2eeef9816556c4a1a11cb5ce7ca710cd4dbd5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_medicine_stockline_is_never_emptied_452f5', table='medicine_stockline', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stockline',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_stockline_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE from_book uuid; to_book uuid; from_kind text; to_kind text; closed_at timestamptz; closing uuid; local_day date; opening numeric; lowest numeric;', func="\n    SELECT book_id, kind INTO STRICT from_book, from_kind FROM medicine_stockaccount WHERE id = NEW.from_account_id;\n    SELECT book_id, kind INTO STRICT to_book, to_kind FROM medicine_stockaccount WHERE id = NEW.to_account_id;\n    PERFORM 1 FROM medicine_stockbook WHERE id IN (from_book, to_book, NEW.book_id) ORDER BY id FOR NO KEY UPDATE;\n\n    -- From book to book only what was on its way, and the book that receives it writes the line.\n    IF NEW.book_id <> to_book OR (from_book <> to_book AND from_kind <> 'transit') THEN\n        RAISE check_violation USING CONSTRAINT = 'stock_line_stays_in_its_book', MESSAGE = 'stock_line_stays_in_its_book';\n    END IF;\n    IF EXISTS (\n        SELECT FROM medicine_stockbook b, medicine_lot l\n        WHERE b.id IN (from_book, to_book) AND l.id = NEW.lot_id AND l.medicine <> b.medicine\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'stock_line_of_the_books_medicine', MESSAGE = 'stock_line_of_the_books_medicine';\n    END IF;\n    IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (\n        SELECT FROM medicine_stockline o\n        WHERE o.id = NEW.reverses_id AND o.reverses_id IS NULL AND o.lot_id = NEW.lot_id\n          AND o.from_account_id = NEW.to_account_id AND o.to_account_id = NEW.from_account_id\n          AND o.quantity_units = NEW.quantity_units AND o.happened_at <= NEW.happened_at\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'stock_line_reverses_the_whole_line', MESSAGE = 'stock_line_reverses_the_whole_line';\n    END IF;\n\n    -- Each by itself, so that the latest is read off the end of an index however many days there have been.\n    closed_at := greatest(\n        (SELECT max(happened_at) FROM medicine_count WHERE book_id = from_book AND moment = 'closing'),\n        (SELECT max(happened_at) FROM medicine_count WHERE book_id = to_book AND moment = 'closing')\n    );\n    IF NEW.happened_at <= closed_at THEN\n        RAISE check_violation USING CONSTRAINT = 'stock_line_after_the_last_close', MESSAGE = 'stock_line_after_the_last_close';\n    END IF;\n    local_day := (NEW.happened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;\n    IF NEW.kind IN ('pour', 'ward') AND EXISTS (\n        SELECT FROM medicine_lot WHERE id = NEW.lot_id AND expires_on < local_day\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'stock_line_of_an_unexpired_lot', MESSAGE = 'stock_line_of_an_unexpired_lot';\n    END IF;\n    IF NEW.kind IN ('pour', 'dose', 'take-home') THEN\n        IF NOT EXISTS (\n            SELECT FROM medicine_count\n            WHERE book_id = NEW.book_id AND day = local_day AND moment = 'opening'\n              AND happened_at <= NEW.happened_at\n        ) OR EXISTS (\n            SELECT FROM medicine_count WHERE book_id = NEW.book_id AND day = local_day AND moment = 'closing'\n        ) THEN\n            RAISE check_violation USING CONSTRAINT = 'stock_line_on_an_open_day', MESSAGE = 'stock_line_on_an_open_day';\n        END IF;\n    END IF;\n\n    NEW.line_no := (SELECT coalesce(max(line_no), 0) + 1 FROM medicine_stockline WHERE book_id = NEW.book_id);\n\n    IF from_kind NOT IN ('supplier', 'found') THEN\n        -- From the last close of that book on, at no instant less than nothing: also after a line that is dated back.\n        SELECT id, happened_at INTO closing, closed_at FROM medicine_count\n        WHERE book_id = from_book AND moment = 'closing' ORDER BY happened_at DESC LIMIT 1;\n        SELECT units INTO opening FROM medicine_closingbalance\n        WHERE count_id = closing AND account_id = NEW.from_account_id AND lot_id = NEW.lot_id;\n        IF NOT EXISTS (\n            SELECT FROM medicine_stockline WHERE from_account_id = NEW.from_account_id AND lot_id = NEW.lot_id\n              AND happened_at > NEW.happened_at\n        ) THEN\n            -- Nothing has left the account since, so at no later instant it holds less than at this one.\n            lowest := coalesce(opening, 0) - NEW.quantity_units + coalesce((\n                SELECT sum(quantity_units) FROM medicine_stockline\n                WHERE to_account_id = NEW.from_account_id AND lot_id = NEW.lot_id\n                  AND happened_at > coalesce(closed_at, '-infinity') AND happened_at <= NEW.happened_at\n            ), 0) - coalesce((\n                SELECT sum(quantity_units) FROM medicine_stockline\n                WHERE from_account_id = NEW.from_account_id AND lot_id = NEW.lot_id\n                  AND happened_at > coalesce(closed_at, '-infinity')\n            ), 0);\n        ELSE\n            SELECT min(balance) INTO lowest FROM (\n                -- The lines of one instant count together: the window's frame holds all peers.\n                SELECT moved.happened_at,\n                       coalesce(opening, 0) + sum(moved.change) OVER (ORDER BY moved.happened_at) AS balance\n                FROM (\n                    SELECT happened_at, quantity_units AS change FROM medicine_stockline\n                    WHERE to_account_id = NEW.from_account_id AND lot_id = NEW.lot_id\n                      AND happened_at > coalesce(closed_at, '-infinity')\n                    UNION ALL\n                    SELECT happened_at, -quantity_units FROM medicine_stockline\n                    WHERE from_account_id = NEW.from_account_id AND lot_id = NEW.lot_id\n                      AND happened_at > coalesce(closed_at, '-infinity')\n                    UNION ALL\n                    SELECT NEW.happened_at, -NEW.quantity_units\n                ) moved\n            ) instants WHERE happened_at >= NEW.happened_at;\n        END IF;\n        IF lowest < 0 THEN\n            RAISE check_violation USING CONSTRAINT = 'stock_account_never_below_zero',\n                MESSAGE = 'stock_account_never_below_zero', DETAIL = lowest::text;\n        END IF;\n    END IF;\n    RETURN NEW;\n", hash='00a822da30bad9a883e0204f24634cdbf1bd3bcc', operation='INSERT', pgid='pgtrigger_medicine_stockline_moves_c55e8', table='medicine_stockline', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stockline',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_stockline_destroyed_with_minutes', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.kind = 'destruction')", constraint='CONSTRAINT', func="\n    IF NOT EXISTS (SELECT FROM medicine_stockminutesline WHERE line_id = NEW.id) THEN\n        RAISE check_violation USING CONSTRAINT = 'destruction_stands_in_minutes', MESSAGE = 'destruction_stands_in_minutes';\n    END IF;\n    RETURN NULL;\n", hash='e1792dd0bfad73f648c80f9dcaa5848eb153e54c', operation='INSERT', pgid='pgtrigger_medicine_stockline_destroyed_with_minutes_2c357', table='medicine_stockline', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='slipline',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_slipline_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_slipline: a line is never changed';", hash='085c805ee19d51fe1900d222f84a78a1db448fc7', operation='UPDATE', pgid='pgtrigger_medicine_slipline_is_final_5d9bb', table='medicine_slipline', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='slipline',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_slipline_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_slipline: a line is never deleted';", hash='e572e9b25c5cb76820a6897e3742515d1f15c3d1', operation='DELETE', pgid='pgtrigger_medicine_slipline_is_kept_205cc', table='medicine_slipline', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='slipline',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_slipline_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_slipline: a register is never emptied';", hash='7fb2229b40903e45420585eb60e399689f913783', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_medicine_slipline_is_never_emptied_657ab', table='medicine_slipline', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='shipment',
                    constraint=models.UniqueConstraint(fields=('from_book', 'number', 'lot'), name='shipment_number_once_a_lot'),
                ),
                migrations.AddConstraint(
                    model_name='shipment',
                    constraint=models.CheckConstraint(condition=models.Q(('from_book', models.F('to_book')), _negated=True), name='shipment_goes_elsewhere'),
                ),
                migrations.AddConstraint(
                    model_name='shipment',
                    constraint=models.CheckConstraint(condition=models.Q(('second_person', models.F('recorded_by')), _negated=True), name='shipment_second_person_is_another'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='shipment',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_shipment_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_shipment: a line is never changed';", hash='a7ddcf970d2d30c60086c5cae2b7769f87b34aac', operation='UPDATE', pgid='pgtrigger_medicine_shipment_is_final_93a74', table='medicine_shipment', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='shipment',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_shipment_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_shipment: a line is never deleted';", hash='99b4e218dcffc0953c87b2a368d5e2149bb9dbc5', operation='DELETE', pgid='pgtrigger_medicine_shipment_is_kept_87b67', table='medicine_shipment', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='shipment',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_shipment_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_shipment: a register is never emptied';", hash='ff907c40722b6dde365d88a07d22d0f47635ee6c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_medicine_shipment_is_never_emptied_59823', table='medicine_shipment', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='shipment',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_shipment_is_sent', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE moved record;', func="\n    SELECT l.kind, l.quantity_units, l.lot_id, l.book_id, a.kind AS went_to INTO STRICT moved\n    FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id = l.to_account_id WHERE l.id = NEW.line_id;\n    IF moved.kind <> 'shipment' OR moved.went_to <> 'transit' OR moved.book_id <> NEW.from_book_id\n       OR moved.lot_id <> NEW.lot_id OR moved.quantity_units <> NEW.quantity_units THEN\n        RAISE check_violation USING CONSTRAINT = 'shipment_sends_what_its_line_says', MESSAGE = 'shipment_sends_what_its_line_says';\n    END IF;\n    IF (SELECT medicine FROM medicine_stockbook WHERE id = NEW.from_book_id)\n       <> (SELECT medicine FROM medicine_stockbook WHERE id = NEW.to_book_id) THEN\n        RAISE check_violation USING CONSTRAINT = 'shipment_between_books_of_one_medicine', MESSAGE = 'shipment_between_books_of_one_medicine';\n    END IF;\n    RETURN NEW;\n", hash='c12f1d8d801b44bc7fa636f1a877c50d66e1d6b2', operation='INSERT', pgid='pgtrigger_medicine_shipment_is_sent_bfef5', table='medicine_shipment', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='incidentline',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='incident_line_is_withdrawn_with_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='incidentline',
                    constraint=models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('line',), name='incident_line_in_one_incident'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='incidentline',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_incidentline_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'medicine_incidentline: a line is only withdrawn, and only once';", hash='412ee3a1c75f8433fd2abc3dc55d9e510dd806ea', operation='UPDATE', pgid='pgtrigger_medicine_incidentline_is_only_withdrawn_5ff0f', table='medicine_incidentline', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='incidentline',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_incidentline_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_incidentline: a line is never deleted';", hash='814bdf128decd78343e379784dbfef51ef942152', operation='DELETE', pgid='pgtrigger_medicine_incidentline_is_kept_4e242', table='medicine_incidentline', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='incidentline',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_incidentline_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_incidentline: a register is never emptied';", hash='63a536f8d69788981ab63ff2a3ca031701703f17', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_medicine_incidentline_is_never_emptied_e9a7d', table='medicine_incidentline', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='arrival',
                    constraint=models.CheckConstraint(condition=models.Q(('second_person', models.F('recorded_by')), _negated=True), name='arrival_second_person_is_another'),
                ),
                migrations.AddConstraint(
                    model_name='arrival',
                    constraint=models.CheckConstraint(condition=models.Q(('loss_line__isnull', True), models.Q(('condition', ''), _negated=True), _connector='OR'), name='arrival_of_less_says_why'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='arrival',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_arrival_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_arrival: a line is never changed';", hash='ccb1ad4262ca19cf37846c531da8623b765caf89', operation='UPDATE', pgid='pgtrigger_medicine_arrival_is_final_1bcbe', table='medicine_arrival', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='arrival',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_arrival_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_arrival: a line is never deleted';", hash='12b21a52c5c0fb00443d4619d6c207f952876f4d', operation='DELETE', pgid='pgtrigger_medicine_arrival_is_kept_6ec72', table='medicine_arrival', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='arrival',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_arrival_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_arrival: a register is never emptied';", hash='f3ea05614bc02897136b7b54ecabd9de7043b9b3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_medicine_arrival_is_never_emptied_21c01', table='medicine_arrival', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='arrival',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_arrival_adds_up', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE sent record;', func="\n    SELECT s.* INTO STRICT sent FROM medicine_shipment s WHERE s.id = NEW.shipment_id;\n    IF NEW.counted_units < 0 OR NEW.counted_units > sent.quantity_units\n       OR (NEW.counted_units > 0) <> (NEW.line_id IS NOT NULL)\n       OR (NEW.counted_units < sent.quantity_units) <> (NEW.loss_line_id IS NOT NULL) THEN\n        RAISE check_violation USING CONSTRAINT = 'arrival_of_what_was_sent', MESSAGE = 'arrival_of_what_was_sent';\n    END IF;\n    IF NEW.line_id IS NOT NULL AND NOT EXISTS (\n        SELECT FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id = l.from_account_id\n        WHERE l.id = NEW.line_id AND l.kind = 'arrival' AND l.book_id = sent.to_book_id AND l.lot_id = sent.lot_id\n          AND a.kind = 'transit' AND a.book_id = sent.from_book_id AND l.quantity_units = NEW.counted_units\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'arrival_of_what_was_sent', MESSAGE = 'arrival_of_what_was_sent';\n    END IF;\n    IF NEW.loss_line_id IS NOT NULL AND NOT EXISTS (\n        SELECT FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id = l.from_account_id\n        WHERE l.id = NEW.loss_line_id AND l.kind = 'loss' AND l.book_id = sent.from_book_id AND l.lot_id = sent.lot_id\n          AND a.kind = 'transit' AND l.quantity_units = sent.quantity_units - NEW.counted_units\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'arrival_of_what_was_sent', MESSAGE = 'arrival_of_what_was_sent';\n    END IF;\n    RETURN NEW;\n", hash='7caf14e46a6f9f53a06e5176099898574cf1cdce', operation='INSERT', pgid='pgtrigger_medicine_arrival_adds_up_12922', table='medicine_arrival', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='stockminutes',
                    constraint=models.UniqueConstraint(fields=('book', 'kind', 'number'), name='stock_minutes_number_once'),
                ),
                migrations.AddConstraint(
                    model_name='stockminutes',
                    constraint=models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='stock_minutes_have_a_number'),
                ),
                migrations.AddConstraint(
                    model_name='stockminutes',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'receipt'), models.Q(('supplier', ''), _negated=True), ('cause', '')), models.Q(('kind', 'waste'), models.Q(('cause', ''), _negated=True), ('supplier', '')), models.Q(('kind', 'destruction'), models.Q(('statement', ''), _negated=True), ('cause', ''), ('supplier', '')), models.Q(('kind', 'return'), models.Q(('supplier', ''), _negated=True), models.Q(('statement', ''), _negated=True), ('cause', '')), _connector='OR'), name='stock_minutes_say_what_they_are_about'),
                ),
                migrations.AddConstraint(
                    model_name='stockminutes',
                    constraint=models.CheckConstraint(condition=models.Q(('second_person', models.F('recorded_by')), _negated=True), name='stock_minutes_second_person_is_another'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stockminutes',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_stockminutes_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_stockminutes: a line is never changed';", hash='2d97996d636a6d7f66254b9f64bec616585d9ca9', operation='UPDATE', pgid='pgtrigger_medicine_stockminutes_is_final_ec418', table='medicine_stockminutes', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stockminutes',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_stockminutes_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_stockminutes: a line is never deleted';", hash='b30994d7ac4303461d9306ba260fdeddcae59483', operation='DELETE', pgid='pgtrigger_medicine_stockminutes_is_kept_04c4d', table='medicine_stockminutes', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stockminutes',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_stockminutes_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_stockminutes: a register is never emptied';", hash='003bddacbbd013a824970da4c1d90adb68958081', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_medicine_stockminutes_is_never_emptied_34674', table='medicine_stockminutes', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='boardmember',
                    constraint=models.UniqueConstraint(fields=('minutes', 'place_no'), name='board_member_place_once'),
                ),
                migrations.AddConstraint(
                    model_name='boardmember',
                    constraint=models.UniqueConstraint(fields=('minutes', 'full_name'), name='board_member_once'),
                ),
                migrations.AddConstraint(
                    model_name='boardmember',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('full_name', ''), _negated=True), models.Q(('position', ''), _negated=True)), name='board_member_has_a_name_and_a_position'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='boardmember',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_boardmember_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_boardmember: a line is never changed';", hash='49a9cdced33cd7910fa228d33fe0f2338686b756', operation='UPDATE', pgid='pgtrigger_medicine_boardmember_is_final_86022', table='medicine_boardmember', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='boardmember',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_boardmember_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_boardmember: a line is never deleted';", hash='f91e8cdc41676a5ead2a4d67199404e9f8e71cce', operation='DELETE', pgid='pgtrigger_medicine_boardmember_is_kept_6fcd0', table='medicine_boardmember', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='boardmember',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_boardmember_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_boardmember: a register is never emptied';", hash='7118a5c825336879f2046670c61d81c9d399faaf', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_medicine_boardmember_is_never_emptied_3389b', table='medicine_boardmember', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='stockminutesline',
                    constraint=models.CheckConstraint(condition=models.Q(('stated_units__isnull', True), ('stated_units__gt', 0), _connector='OR'), name='stock_minutes_stated_something'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stockminutesline',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_stockminutesline_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_stockminutesline: a line is never changed';", hash='157da4417fc6a18a429fc9c271d74e1b97652d1e', operation='UPDATE', pgid='pgtrigger_medicine_stockminutesline_is_final_77a4e', table='medicine_stockminutesline', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stockminutesline',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_stockminutesline_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_stockminutesline: a line is never deleted';", hash='a8a41f889118d4235e37c750df955d1fb9bcf4fc', operation='DELETE', pgid='pgtrigger_medicine_stockminutesline_is_kept_a3e7d', table='medicine_stockminutesline', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stockminutesline',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_stockminutesline_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_stockminutesline: a register is never emptied';", hash='be6d7f642ac3e0e0aa10e54bd30b3019e744af3c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_medicine_stockminutesline_is_never_emptied_2603b', table='medicine_stockminutesline', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stockminutesline',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_stockminutesline_by_a_board', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE minutes_kind text; line_kind text;', func="\n    SELECT kind INTO STRICT minutes_kind FROM medicine_stockminutes WHERE id = NEW.minutes_id;\n    SELECT kind INTO STRICT line_kind FROM medicine_stockline WHERE id = NEW.line_id;\n    IF (line_kind = 'destruction') <> (minutes_kind = 'destruction') THEN\n        RAISE check_violation USING CONSTRAINT = 'stock_minutes_are_about_their_line', MESSAGE = 'stock_minutes_are_about_their_line';\n    END IF;\n    IF minutes_kind = 'destruction' AND (\n        SELECT count(*) FROM medicine_boardmember WHERE minutes_id = NEW.minutes_id\n    ) < 3 THEN\n        RAISE check_violation USING CONSTRAINT = 'destruction_by_a_board_of_three', MESSAGE = 'destruction_by_a_board_of_three';\n    END IF;\n    RETURN NEW;\n", hash='29390f667b167cb919fa756c7408c0390449e6c6', operation='INSERT', pgid='pgtrigger_medicine_stockminutesline_by_a_board_2339f', table='medicine_stockminutesline', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='stockpage',
                    constraint=models.CheckConstraint(condition=models.Q(('page_no__gt', 0)), name='stock_page_has_a_number'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stockpage',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_stockpage_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_stockpage: a line is never changed';", hash='acca0163523c88e16f9982f7c9195ec87ef792e4', operation='UPDATE', pgid='pgtrigger_medicine_stockpage_is_final_f0755', table='medicine_stockpage', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stockpage',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_stockpage_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_stockpage: a line is never deleted';", hash='ddc9835672be6a277b912119d0e2f4e5940467fa', operation='DELETE', pgid='pgtrigger_medicine_stockpage_is_kept_2b2bc', table='medicine_stockpage', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stockpage',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_stockpage_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_stockpage: a register is never emptied';", hash='80e34215200e4844c3988ee6d0f94b2bd3586d43', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_medicine_stockpage_is_never_emptied_ea84c', table='medicine_stockpage', when='BEFORE')),
                ),
            ],
        ),
    ]
