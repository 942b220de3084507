"""Cards of patients."""

import django.db.models.deletion
import django.db.models.functions.datetime
import hoanhap.kit.at_once
import hoanhap.kit.keys
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_squashed_0005'),
        ('treatment', '0003_care_and_doses'),
    ]

    operations = [
        hoanhap.kit.at_once.AtOnce(
            operations=[
                migrations.CreateModel(
                    name='PatientCard',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('token', models.CharField(max_length=20)),
                        ('issued_on', models.DateField()),
                        ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cards', to='treatment.enrolment')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='patient_card_is_withdrawn_with_a_reason'), models.CheckConstraint(condition=models.Q(('token__regex', '^[0-9]{20}$')), name='patient_card_is_twenty_digits'), models.UniqueConstraint(fields=('token',), name='patient_card_number_once_ever'), models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('enrolment',), name='patient_card_one_in_use')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='patientcard',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_patientcard_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'treatment_patientcard: a line is only withdrawn, and only once';", hash='5a31a6419053d0c976cac4a0435e7c9b9d347ff3', operation='UPDATE', pgid='pgtrigger_treatment_patientcard_is_only_withdrawn_6f12a', table='treatment_patientcard', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='patientcard',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_patientcard_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_patientcard: a line is never deleted';", hash='65a4d7f203b2350557e82d3bf0a5d70cb52361ec', operation='DELETE', pgid='pgtrigger_treatment_patientcard_is_kept_d79ae', table='treatment_patientcard', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='patientcard',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_patientcard_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_patientcard: a register is never emptied';", hash='ed7fa34d5a863cba84bba76af8ca4eb73226b086', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_patientcard_is_never_emptied_c1c8d', table='treatment_patientcard', when='BEFORE')),
                ),
            ],
        ),
    ]
