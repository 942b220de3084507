"""Losses of medicine come from the room `treatment`, with every row."""

import django.db.models.deletion
import django.db.models.functions.datetime
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
    ]
