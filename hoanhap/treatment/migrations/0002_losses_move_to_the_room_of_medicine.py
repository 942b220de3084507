"""Losses of medicine are kept by the room `medicine` from here on: the table takes its name, every row stays."""

import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('treatment', '0001_medicine_incidents'),
    ]

    operations = [
        *(
            pgtrigger.migrations.RemoveTrigger(
                model_name='medicineincident', name=f'treatment_medicineincident_{what}'
            )
            for what in ('is_only_withdrawn', 'is_kept', 'is_never_emptied')
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable('medicineincident', 'medicine_medicineincident')],
            state_operations=[migrations.DeleteModel('MedicineIncident')],
        ),
    ]
