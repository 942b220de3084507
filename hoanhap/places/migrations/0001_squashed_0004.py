"""All of the room's tables as they stand after the migrations named in `replaces`, for a database that has none of them."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import hoanhap.kit.at_once
import hoanhap.kit.keys
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# Searching forgives tones, đ and ways of composing letters; these functions are what "forgiving" means, and generated
# columns and indexes are built on them, so they must be immutable: unaccent is named with its schema and dictionary.
FUNCTIONS = r"""
CREATE FUNCTION vi_fold(written text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(
        lower(extensions.unaccent('extensions.unaccent'::regdictionary, normalize(written, NFKC))), '\s+', ' ', 'g'))
$$;
CREATE FUNCTION vi_fold_words(written text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT ' ' || btrim(regexp_replace(
        lower(extensions.unaccent('extensions.unaccent'::regdictionary, normalize(written, NFKC))), '\s+', ' ', 'g')) || ' '
$$;
"""


class Migration(migrations.Migration):

    replaces = [('places', '0001_initial'), ('places', '0002_unit_keys_and_loads'), ('places', '0003_former_names'), ('places', '0004_plain_reach')]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS),
        hoanhap.kit.at_once.AtOnce(
            operations=[
                migrations.CreateModel(
                    name='Unit',
                    fields=[
                        ('id', models.CharField(max_length=16, primary_key=True, serialize=False)),
                        ('level', models.CharField(choices=[('province', 'Province'), ('district', 'District'), ('commune', 'Commune')], max_length=10)),
                        ('began_on', models.DateField(null=True)),
                        ('ended_on', models.DateField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='Organisation',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('peoples-committee', "People's committee"), ('police', 'Police'), ('labour-department', 'Department of labour'), ('labour-office', 'District labour office'), ('social-evils-sub-department', 'Sub-department against social evils'), ('health-department', 'Department of health'), ('health-station', 'Health station'), ('rehab-facility', 'Rehabilitation facility'), ('satellite-point', 'Satellite point'), ('substitution-clinic', 'Substitution treatment clinic'), ('dispensing-site', 'Dispensing site'), ('court', 'Court'), ('other', 'Other organisation')], max_length=30)),
                        ('name', models.CharField(max_length=200)),
                        ('valid_from', models.DateField(null=True)),
                        ('valid_until', models.DateField(null=True)),
                        ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='places.organisation')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='places.unit')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='organisation_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('valid_until__isnull', True)), fields=('kind', 'name', 'unit'), name='organisation_once_at_a_time')],
                    },
                ),
                migrations.CreateModel(
                    name='OrganisationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('kind', models.CharField(choices=[('peoples-committee', "People's committee"), ('police', 'Police'), ('labour-department', 'Department of labour'), ('labour-office', 'District labour office'), ('social-evils-sub-department', 'Sub-department against social evils'), ('health-department', 'Department of health'), ('health-station', 'Health station'), ('rehab-facility', 'Rehabilitation facility'), ('satellite-point', 'Satellite point'), ('substitution-clinic', 'Substitution treatment clinic'), ('dispensing-site', 'Dispensing site'), ('court', 'Court'), ('other', 'Other organisation')], max_length=30)),
                        ('name', models.CharField(max_length=200)),
                        ('valid_from', models.DateField(null=True)),
                        ('valid_until', models.DateField(null=True)),
                        ('parent', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.organisation')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='places.organisation')),
                        ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.unit')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='UnitEdition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=8)),
                        ('name', models.CharField(max_length=120)),
                        ('name_folded', models.GeneratedField(db_persist=True, expression=models.Func(models.F('name'), function='vi_fold'), output_field=models.TextField())),
                        ('kind', models.CharField(choices=[('tinh', 'Province (tỉnh)'), ('thanh-pho-truc-thuoc-trung-uong', 'Centrally run city'), ('quan', 'Urban district'), ('huyen', 'Rural district'), ('thi-xa', 'Town (district level)'), ('thanh-pho', 'Provincial city'), ('xa', 'Rural commune'), ('phuong', 'Ward'), ('thi-tran', 'Township'), ('dac-khu', 'Special zone')], max_length=40)),
                        ('level', models.CharField(choices=[('province', 'Province'), ('district', 'District'), ('commune', 'Commune')], max_length=10)),
                        ('valid_from', models.DateField(null=True)),
                        ('valid_until', models.DateField(null=True)),
                        ('date_is_estimated', models.BooleanField(default=False)),
                        ('basis', models.CharField(max_length=300)),
                        ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='child_editions', to='places.unit')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='places.unit')),
                        ('name_key', models.CharField(max_length=120)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['name_folded'], name='unit_edition_by_name'), models.Index(fields=['name_key'], name='unit_edition_by_key')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='unit_edition_ends_after_it_begins'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('unit', '='), (models.Func(models.F('valid_from'), models.F('valid_until'), function='daterange'), '&&')], name='unit_edition_one_at_a_time'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('level', '='), ('code', '='), (models.Func(models.F('valid_from'), models.F('valid_until'), function='daterange'), '&&')], name='unit_edition_code_names_one_unit')],
                    },
                ),
                migrations.CreateModel(
                    name='UnitReach',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('valid_from', models.DateField(null=True)),
                        ('valid_until', models.DateField(null=True)),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reaches', to='places.unit')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reached_by', to='places.unit')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('area', 'unit', 'valid_from'), name='unit_reach_once_from_a_day', nulls_distinct=False)],
                    },
                ),
                migrations.CreateModel(
                    name='UnitSuccession',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('on', models.DateField()),
                        ('kind', models.CharField(choices=[('merge', 'Merged'), ('split', 'Divided'), ('rename', 'Renamed'), ('dissolve', 'Dissolved')], max_length=10)),
                        ('is_whole', models.BooleanField()),
                        ('basis', models.CharField(max_length=300)),
                        ('new', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='origins', to='places.unit')),
                        ('old', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='places.unit')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('old', 'new'), name='unit_succession_once')],
                    },
                ),
                migrations.CreateModel(
                    name='UnitLoad',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('fingerprint', models.CharField(max_length=64)),
                        ('loaded_at', models.DateTimeField()),
                        ('units', models.PositiveIntegerField()),
                        ('editions', models.PositiveIntegerField()),
                        ('successions', models.PositiveIntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name='FormerName',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=200)),
                        ('valid_until', models.DateField()),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_names', to='places.organisation')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('organisation', 'valid_until'), name='former_name_once_a_day')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='organisation',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "places_organisationevent" ("id", "kind", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id", "valid_from", "valid_until") VALUES (OLD."id", OLD."kind", OLD."name", OLD."parent_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."unit_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='63c6f4fd5bad7a9b7e91ae4ae7813e7de5312483', operation='UPDATE', pgid='pgtrigger_update_update_8c0c8', table='places_organisation', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='organisation',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "places_organisationevent" ("id", "kind", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id", "valid_from", "valid_until") VALUES (OLD."id", OLD."kind", OLD."name", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."unit_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='00d791dec8c0ed420d6a0c394c12645b2a280da9', operation='DELETE', pgid='pgtrigger_delete_delete_fe1ce', table='places_organisation', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='formername',
                    trigger=pgtrigger.compiler.Trigger(name='places_formername_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'places_formername: a line is never changed';", hash='31d910ba8164c43791497f9950c6c208da219d40', operation='UPDATE', pgid='pgtrigger_places_formername_is_final_4eea6', table='places_formername', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='formername',
                    trigger=pgtrigger.compiler.Trigger(name='places_formername_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'places_formername: a line is never deleted';", hash='60dd975139e72e8e6621a7963dab47d702ca2704', operation='DELETE', pgid='pgtrigger_places_formername_is_kept_5dbf7', table='places_formername', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='formername',
                    trigger=pgtrigger.compiler.Trigger(name='places_formername_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'places_formername: a register is never emptied';", hash='fdb344af8bb21ee7a53972778510d399a7a2754a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_places_formername_is_never_emptied_08c2b', table='places_formername', when='BEFORE')),
                ),
            ],
        ),
    ]
