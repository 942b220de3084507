"""With which model at the grassroots an activity was held."""

import hoanhap.kit.at_once
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outreach', '0002_alerts_materials_hotline'),
    ]

    operations = [
        hoanhap.kit.at_once.AtOnce(
            operations=[
                migrations.AddField(
                    model_name='activity',
                    name='held_with',
                    field=models.CharField(blank=True, choices=[('team', 'Volunteers or a task team'), ('club', 'A B93 club'), ('point', 'A counselling point')], default='', max_length=10),
                ),
            ],
        ),
    ]
