"""Stock books of medicine; the losses come from the room `treatment`."""

import django.db.models.deletion
import django.db.models.functions.datetime
import hoanhap.kit.at_once
import hoanhap.kit.keys
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('treatment', '0002_losses_move_to_the_room_of_medicine'),
        ('places', '0001_squashed_0004'),
    ]

    operations = [
        # The table came from another room with all its rows.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='MedicineIncident',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('on', models.DateField()),
                        ('kind', models.CharField(choices=[('diversion', 'Passed on to others'), ('unexplained-loss', 'Loss without an explanation'), ('wastage', 'Wastage with signed minutes')], max_length=20)),
                        ('volume_ml', models.DecimalField(decimal_places=2, max_digits=9)),
                        ('minutes_number', models.CharField(blank=True, max_length=60)),
                        ('reported_at', models.DateTimeField(null=True)),
                    ],
                ),
                migrations.AddField(
                    model_name='medicineincident',
                    name='facility',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation'),
                ),
                migrations.AddField(
                    model_name='medicineincident',
                    name='unit',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit'),
                ),
                migrations.AddIndex(
                    model_name='medicineincident',
                    index=models.Index(fields=['facility', 'on'], name='medicine_incident_by_facility'),
                ),
                migrations.AddConstraint(
                    model_name='medicineincident',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='medicine_incident_is_withdrawn_with_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='medicineincident',
                    constraint=models.CheckConstraint(condition=models.Q(('volume_ml__gt', 0)), name='medicine_incident_of_some_volume'),
                ),
                migrations.AddConstraint(
                    model_name='medicineincident',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'wastage'), _negated=True), models.Q(('minutes_number', ''), _negated=True), _connector='OR'), name='medicine_wastage_has_minutes'),
                ),
            ],
        ),
        hoanhap.kit.at_once.AtOnce(
            operations=[
                migrations.CreateModel(
                    name='Count',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('day', models.DateField()),
                        ('moment', models.CharField(choices=[('opening', 'Opening of the day'), ('closing', 'Close of the day')], max_length=10)),
                        ('happened_at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('second_person', models.UUIDField()),
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
                        ('kind', models.CharField(choices=[('receipt', 'Received from a supplier'), ('issue', 'Given out from the safe'), ('put-back', 'Put back into the safe'), ('pour', 'Poured'), ('pour-back', 'Poured back'), ('dose', 'Dose taken'), ('take-home', 'Doses handed out'), ('bottle-back', 'Bottle brought back'), ('shipment', 'Sent to another place'), ('arrival', 'Arrived from another place'), ('spill', 'Spilt or broken'), ('waste', 'Put aside as waste'), ('destruction', 'Destroyed by a board'), ('return', 'Sent back to the supplier'), ('loss', 'Found missing'), ('find', 'Found'), ('reversal', 'Reversal of a wrong line')], max_length=20)),
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
                    options={
                        'constraints': [models.UniqueConstraint(fields=('medicine', 'number'), name='lot_number_once_a_medicine'), models.CheckConstraint(condition=models.Q(('mg_per_unit__gt', 0)), name='lot_has_a_strength')],
                    },
                ),
                migrations.CreateModel(
                    name='CountLine',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('counted_units', models.DecimalField(decimal_places=3, max_digits=12)),
                        ('book_units', models.DecimalField(decimal_places=3, max_digits=12)),
                        ('count', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='medicine.count')),
                        ('lot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.lot')),
                    ],
                ),
                migrations.CreateModel(
                    name='ClosingBalance',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('units', models.DecimalField(decimal_places=3, max_digits=12)),
                        ('count', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='balances', to='medicine.count')),
                        ('lot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.lot')),
                    ],
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
                    model_name='count',
                    name='book',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counts', to='medicine.stockbook'),
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
                pgtrigger.migrations.AddTrigger(
                    model_name='medicineincident',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_medicineincident_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'medicine_medicineincident: a line is only withdrawn, and only once';", hash='6072869dc5af874b3274f369c27b0648531efde2', operation='UPDATE', pgid='pgtrigger_medicine_medicineincident_is_only_withdrawn_737cf', table='medicine_medicineincident', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='medicineincident',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_medicineincident_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_medicineincident: a line is never deleted';", hash='d0f74e7eeec5673a9d397386def1d4a5f5e402fb', operation='DELETE', pgid='pgtrigger_medicine_medicineincident_is_kept_1d595', table='medicine_medicineincident', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='medicineincident',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_medicineincident_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'medicine_medicineincident: a register is never emptied';", hash='6457fa47ac17da082d774cb48964643139a9b8dc', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_medicine_medicineincident_is_never_emptied_9a3c6', table='medicine_medicineincident', when='BEFORE')),
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
                migrations.AddIndex(
                    model_name='count',
                    index=models.Index(fields=['book', '-happened_at'], name='stock_count_latest'),
                ),
                migrations.AddConstraint(
                    model_name='count',
                    constraint=models.UniqueConstraint(fields=('book', 'day', 'moment'), name='stock_count_once_a_day'),
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
                    trigger=pgtrigger.compiler.Trigger(name='medicine_count_follows', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE last_moment text; last_day date; last_at timestamptz;', func="\n    PERFORM 1 FROM medicine_stockbook WHERE id = NEW.book_id FOR NO KEY UPDATE;\n    SELECT c.moment, c.day, c.happened_at INTO last_moment, last_day, last_at FROM medicine_count c\n    WHERE c.book_id = NEW.book_id ORDER BY c.happened_at DESC, c.recorded_at DESC LIMIT 1;\n    IF NEW.happened_at <= last_at OR (NEW.happened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date < NEW.day THEN\n        RAISE check_violation USING CONSTRAINT = 'stock_count_after_the_last', MESSAGE = 'stock_count_after_the_last';\n    END IF;\n    IF NEW.moment = 'opening' AND (last_moment = 'opening' OR last_day >= NEW.day) THEN\n        RAISE check_violation USING CONSTRAINT = 'stock_count_opens_a_new_day', MESSAGE = 'stock_count_opens_a_new_day';\n    END IF;\n    IF NEW.moment = 'closing' AND (last_moment IS DISTINCT FROM 'opening' OR last_day <> NEW.day) THEN\n        RAISE check_violation USING CONSTRAINT = 'stock_count_closes_the_open_day', MESSAGE = 'stock_count_closes_the_open_day';\n    END IF;\n    IF NEW.moment = 'closing' AND EXISTS (\n        SELECT FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id IN (l.from_account_id, l.to_account_id)\n        WHERE a.book_id = NEW.book_id AND l.happened_at > NEW.happened_at\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'stock_count_after_the_last_line', MESSAGE = 'stock_count_after_the_last_line';\n    END IF;\n    RETURN NEW;\n", hash='96749b26fb3100750afb37f3b9eb28d96ca2ce5c', operation='INSERT', pgid='pgtrigger_medicine_count_follows_12725', table='medicine_count', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='count',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_count_writes_balances', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.moment = 'closing')", declare='DECLARE before uuid; before_at timestamptz;', func="\n    SELECT id, happened_at INTO before, before_at FROM medicine_count\n    WHERE book_id = NEW.book_id AND moment = 'closing' AND happened_at < NEW.happened_at\n    ORDER BY happened_at DESC LIMIT 1;\n    INSERT INTO medicine_closingbalance (id, count_id, account_id, lot_id, units)\n    SELECT gen_random_uuid(), NEW.id, account_id, lot_id, sum(change)\n    FROM (\n        SELECT account_id, lot_id, units AS change FROM medicine_closingbalance WHERE count_id = before\n        UNION ALL\n        SELECT l.to_account_id, l.lot_id, l.quantity_units\n        FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id = l.to_account_id\n        WHERE a.book_id = NEW.book_id AND l.happened_at > coalesce(before_at, '-infinity')\n        UNION ALL\n        SELECT l.from_account_id, l.lot_id, -l.quantity_units\n        FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id = l.from_account_id\n        WHERE a.book_id = NEW.book_id AND l.happened_at > coalesce(before_at, '-infinity')\n    ) moved\n    GROUP BY account_id, lot_id HAVING sum(change) <> 0;\n    IF EXISTS (\n        SELECT FROM medicine_closingbalance b JOIN medicine_stockaccount a ON a.id = b.account_id\n        WHERE b.count_id = NEW.id AND a.kind = 'cup'\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'stock_count_closes_over_no_open_pour', MESSAGE = 'stock_count_closes_over_no_open_pour';\n    END IF;\n    RETURN NULL;\n", hash='90b481c398b0f6ac0cf681f273f9e0017837c65d', operation='INSERT', pgid='pgtrigger_medicine_count_writes_balances_72031', table='medicine_count', when='AFTER')),
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
                    trigger=pgtrigger.compiler.Trigger(name='medicine_stockline_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE from_book uuid; to_book uuid; from_kind text; to_kind text; closed_at timestamptz; closing uuid; local_day date; opening numeric; lowest numeric;', func="\n    SELECT book_id, kind INTO STRICT from_book, from_kind FROM medicine_stockaccount WHERE id = NEW.from_account_id;\n    SELECT book_id, kind INTO STRICT to_book, to_kind FROM medicine_stockaccount WHERE id = NEW.to_account_id;\n    PERFORM 1 FROM medicine_stockbook WHERE id IN (from_book, to_book, NEW.book_id) ORDER BY id FOR NO KEY UPDATE;\n\n    -- From book to book only what was on its way, and the book that receives it writes the line.\n    IF NEW.book_id <> to_book OR (from_book <> to_book AND from_kind <> 'transit') THEN\n        RAISE check_violation USING CONSTRAINT = 'stock_line_stays_in_its_book', MESSAGE = 'stock_line_stays_in_its_book';\n    END IF;\n    IF EXISTS (\n        SELECT FROM medicine_stockbook b, medicine_lot l\n        WHERE b.id IN (from_book, to_book) AND l.id = NEW.lot_id AND l.medicine <> b.medicine\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'stock_line_of_the_books_medicine', MESSAGE = 'stock_line_of_the_books_medicine';\n    END IF;\n    IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (\n        SELECT FROM medicine_stockline o\n        WHERE o.id = NEW.reverses_id AND o.reverses_id IS NULL AND o.lot_id = NEW.lot_id\n          AND o.from_account_id = NEW.to_account_id AND o.to_account_id = NEW.from_account_id\n          AND o.quantity_units = NEW.quantity_units AND o.happened_at <= NEW.happened_at\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'stock_line_reverses_the_whole_line', MESSAGE = 'stock_line_reverses_the_whole_line';\n    END IF;\n\n    SELECT max(happened_at) INTO closed_at FROM medicine_count\n    WHERE book_id IN (from_book, to_book) AND moment = 'closing';\n    IF NEW.happened_at <= closed_at THEN\n        RAISE check_violation USING CONSTRAINT = 'stock_line_after_the_last_close', MESSAGE = 'stock_line_after_the_last_close';\n    END IF;\n    IF NEW.kind IN ('pour', 'dose', 'take-home') THEN\n        local_day := (NEW.happened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;\n        IF NOT EXISTS (\n            SELECT FROM medicine_count\n            WHERE book_id = NEW.book_id AND day = local_day AND moment = 'opening'\n              AND happened_at <= NEW.happened_at\n        ) OR EXISTS (\n            SELECT FROM medicine_count WHERE book_id = NEW.book_id AND day = local_day AND moment = 'closing'\n        ) THEN\n            RAISE check_violation USING CONSTRAINT = 'stock_line_on_an_open_day', MESSAGE = 'stock_line_on_an_open_day';\n        END IF;\n        IF NEW.kind = 'pour' AND EXISTS (\n            SELECT FROM medicine_lot WHERE id = NEW.lot_id AND expires_on < local_day\n        ) THEN\n            RAISE check_violation USING CONSTRAINT = 'stock_line_of_an_unexpired_lot', MESSAGE = 'stock_line_of_an_unexpired_lot';\n        END IF;\n    END IF;\n\n    NEW.line_no := (SELECT coalesce(max(line_no), 0) + 1 FROM medicine_stockline WHERE book_id = NEW.book_id);\n\n    IF from_kind NOT IN ('supplier', 'found') THEN\n        -- From the last close of that book on, at no instant less than nothing: also after a line that is dated back.\n        SELECT id, happened_at INTO closing, closed_at FROM medicine_count\n        WHERE book_id = from_book AND moment = 'closing' ORDER BY happened_at DESC LIMIT 1;\n        SELECT units INTO opening FROM medicine_closingbalance\n        WHERE count_id = closing AND account_id = NEW.from_account_id AND lot_id = NEW.lot_id;\n        SELECT min(balance) INTO lowest FROM (\n            -- The lines of one instant count together: the window's frame holds all peers.\n            SELECT moved.happened_at, coalesce(opening, 0) + sum(moved.change) OVER (ORDER BY moved.happened_at) AS balance\n            FROM (\n                SELECT happened_at, quantity_units AS change FROM medicine_stockline\n                WHERE to_account_id = NEW.from_account_id AND lot_id = NEW.lot_id\n                  AND happened_at > coalesce(closed_at, '-infinity')\n                UNION ALL\n                SELECT happened_at, -quantity_units FROM medicine_stockline\n                WHERE from_account_id = NEW.from_account_id AND lot_id = NEW.lot_id\n                  AND happened_at > coalesce(closed_at, '-infinity')\n                UNION ALL\n                SELECT NEW.happened_at, -NEW.quantity_units\n            ) moved\n        ) instants WHERE happened_at >= NEW.happened_at;\n        IF lowest < 0 THEN\n            RAISE check_violation USING CONSTRAINT = 'stock_account_never_below_zero',\n                MESSAGE = 'stock_account_never_below_zero', DETAIL = lowest::text;\n        END IF;\n    END IF;\n    RETURN NEW;\n", hash='ff8e1927d5b08dad7edf361c1963c511e7c19a51', operation='INSERT', pgid='pgtrigger_medicine_stockline_moves_c55e8', table='medicine_stockline', when='BEFORE')),
                ),
            ],
        ),
    ]
