"""All of the room's tables as they stand after the migrations named in `replaces`, for a database that has none of them."""

import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
import hoanhap.kit.at_once
import hoanhap.kit.keys
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# The words of a name in one fixed order: equal for names that differ in tones, case, remarks in brackets and the
# order of their words. The body is bound when the function is made, so that it works under any search path.
FUNCTION = r"""
CREATE FUNCTION vi_name_key(written text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT string_agg(word, ' ' ORDER BY word COLLATE "C")
    FROM unnest(string_to_array(
        vi_fold(regexp_replace(written, '\([^()]*\)|\[[^][]*\]', ' ', 'g')), ' ')) AS words(word)
);
"""

# Lines of registers are never rewritten by the program's role. Whose line it is may change in one way only: along a merge
# that stands in its register, each line by a line of its own there. So it is done by the owner, who looks first.
CARRY = r"""
CREATE FUNCTION people_carry_lines(merge uuid, lines regclass, key_column name, ids uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    link people_personmerge;
    is_back boolean;
    origin uuid;
    target uuid;
    watchmen text[];
    carried integer;
BEGIN
    SELECT * INTO link FROM people_personmerge WHERE id = merge;
    IF link.id IS NULL THEN
        RAISE restrict_violation USING MESSAGE = 'people_carry_lines: there is no such merge';
    END IF;
    is_back := link.retired_at IS NOT NULL;
    origin := CASE WHEN is_back THEN link.person_id ELSE link.absorbed_id END;
    target := CASE WHEN is_back THEN link.absorbed_id ELSE link.person_id END;
    IF NOT EXISTS (
        SELECT FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND c.conrelid = lines AND c.confrelid = 'people_person'::regclass
            AND cardinality(c.conkey) = 1 AND a.attname = key_column
    ) THEN
        RAISE restrict_violation USING MESSAGE = 'people_carry_lines: this column names no person';
    END IF;
    IF EXISTS (
        SELECT FROM unnest(ids) AS asked(row_id) WHERE NOT EXISTS (
            SELECT FROM people_mergedvalue v
            WHERE v.merge_id = merge AND v.is_undoing = is_back AND v.row_id = asked.row_id
                AND v."column" = key_column AND v.before = origin::text AND v.after = target::text)
    ) THEN
        RAISE restrict_violation USING MESSAGE = 'people_carry_lines: a line is not registered';
    END IF;
    SELECT coalesce(array_agg(tgname::text), '{}') INTO watchmen FROM pg_trigger
    WHERE tgrelid = lines AND NOT tgisinternal AND (tgname LIKE '%\_is\_only\_withdrawn\_%' OR tgname LIKE '%\_is\_final\_%');
    PERFORM set_config('pgtrigger.ignore', watchmen::text, true);
    EXECUTE format('UPDATE %s SET %I = $1 WHERE id = ANY($2) AND %I = $3', lines, key_column, key_column)
    USING target, ids, origin;
    GET DIAGNOSTICS carried = ROW_COUNT;
    PERFORM set_config('pgtrigger.ignore', '{}', true);
    RETURN carried;
END
$$
"""


class Migration(migrations.Migration):

    replaces = [('people', '0001_initial'), ('people', '0002_initial'), ('people', '0003_names_found_by_words'), ('people', '0004_every_form_of_treatment'), ('people', '0005_lines_follow_a_merge')]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('places', '0001_squashed_0004'),
    ]

    operations = [
        migrations.RunSQL(FUNCTION),
        hoanhap.kit.at_once.AtOnce(
            operations=[
                migrations.CreateModel(
                    name='Address',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('permanent', 'Permanent residence'), ('temporary', 'Temporary residence'), ('current', 'Actual place of living')], max_length=10)),
                        ('line', models.CharField(blank=True, max_length=300)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addresses', to='people.person')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='address_ends_after_it_begins'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), ('kind', '='), (models.Func(models.F('valid_from'), models.F('valid_until'), function='daterange'), '&&')], name='address_one_of_a_kind_at_a_time')],
                    },
                ),
                migrations.CreateModel(
                    name='AddressEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('kind', models.CharField(choices=[('permanent', 'Permanent residence'), ('temporary', 'Temporary residence'), ('current', 'Actual place of living')], max_length=10)),
                        ('line', models.CharField(blank=True, max_length=300)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.address')),
                        ('unit', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.unit')),
                        ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Identifier',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('cmnd', 'Identity card, 9 digits (CMND)'), ('cccd', 'Citizen identity card, 12 digits (CCCD)'), ('passport', 'Passport'), ('birth-certificate', 'Birth certificate'), ('other', 'Other paper')], max_length=20)),
                        ('number', models.CharField(max_length=40)),
                        ('issued_on', models.DateField(null=True)),
                        ('issued_by', models.CharField(blank=True, max_length=200)),
                        ('valid_until', models.DateField(null=True)),
                        ('warnings', models.JSONField(default=list)),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_reason', models.CharField(blank=True, max_length=300)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identifiers', to='people.person')),
                    ],
                    options={
                        'indexes': [models.Index(django.contrib.postgres.indexes.OpClass(models.F('number'), name='text_pattern_ops'), name='identifier_by_number')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'cccd'), ('retired_at__isnull', True)), fields=('kind', 'number'), name='identifier_cccd_belongs_to_one_person'), models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('person', 'kind', 'number'), name='identifier_once_per_person'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'cccd'), _negated=True), ('number__regex', '^[0-9]{12}$'), _connector='OR'), name='identifier_cccd_has_12_digits'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'cmnd'), _negated=True), ('number__regex', '^[0-9]{9}$'), _connector='OR'), name='identifier_cmnd_has_9_digits')],
                    },
                ),
                migrations.CreateModel(
                    name='IdentifierEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('kind', models.CharField(choices=[('cmnd', 'Identity card, 9 digits (CMND)'), ('cccd', 'Citizen identity card, 12 digits (CCCD)'), ('passport', 'Passport'), ('birth-certificate', 'Birth certificate'), ('other', 'Other paper')], max_length=20)),
                        ('number', models.CharField(max_length=40)),
                        ('issued_on', models.DateField(null=True)),
                        ('issued_by', models.CharField(blank=True, max_length=200)),
                        ('valid_until', models.DateField(null=True)),
                        ('warnings', models.JSONField(default=list)),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_reason', models.CharField(blank=True, max_length=300)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.identifier')),
                        ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='NotSamePerson',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('reason', models.CharField(max_length=300)),
                        ('decided_at', models.DateTimeField()),
                        ('decided_by', models.UUIDField()),
                        ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(blank=True, db_default='', default='', max_length=300)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(django.db.models.functions.comparison.Least('person', 'other'), django.db.models.functions.comparison.Greatest('person', 'other'), condition=models.Q(('retired_at__isnull', True)), name='not_same_person_once')],
                    },
                ),
                migrations.CreateModel(
                    name='NotSamePersonEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('reason', models.CharField(max_length=300)),
                        ('decided_at', models.DateTimeField()),
                        ('decided_by', models.UUIDField()),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.notsameperson')),
                        ('other', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                        ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(blank=True, db_default='', default='', max_length=300)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Person',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('code', models.CharField(max_length=12, unique=True)),
                        ('full_name', models.CharField(max_length=200)),
                        ('sort_key', models.CharField(db_collation='C', max_length=600)),
                        ('sex', models.CharField(choices=[('male', 'Male'), ('female', 'Female'), ('other', 'Recorded otherwise')], max_length=6)),
                        ('born_on', models.DateField()),
                        ('born_precision', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year')], max_length=5)),
                        ('died_on', models.DateField(null=True)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('also_called', models.TextField(blank=True, db_default='', default='')),
                        ('name_folded', models.GeneratedField(db_persist=True, expression=models.Func(django.db.models.functions.text.Concat('full_name', models.Value(' ', models.TextField()), 'also_called', output_field=models.TextField()), function='vi_fold_words'), output_field=models.TextField())),
                        ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['sort_key', 'id'], name='person_by_given_name'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('name_folded'), name='gin_trgm_ops'), name='person_by_part_of_name'), models.Index(models.Func(models.F('full_name'), function='vi_name_key'), models.F('born_on'), name='person_by_words_of_name'), models.Index(condition=models.Q(('born_precision', 'day')), fields=['born_on'], name='person_by_birthday')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('full_name', ''), _negated=True), name='person_has_a_name'), models.CheckConstraint(condition=models.Q(('born_precision', 'day'), models.Q(('born_on__day', 1), ('born_precision', 'month')), models.Q(('born_on__day', 1), ('born_on__month', 1), ('born_precision', 'year')), _connector='OR'), name='person_birth_is_stored_at_the_start_of_its_precision'), models.CheckConstraint(condition=models.Q(('died_on__isnull', True), ('died_on__gte', models.F('born_on')), _connector='OR'), name='person_dies_after_birth'), models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='person_is_not_merged_into_itself')],
                    },
                ),
                migrations.CreateModel(
                    name='PersonEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('code', models.CharField(max_length=12)),
                        ('full_name', models.CharField(max_length=200)),
                        ('sort_key', models.CharField(db_collation='C', max_length=600)),
                        ('sex', models.CharField(choices=[('male', 'Male'), ('female', 'Female'), ('other', 'Recorded otherwise')], max_length=6)),
                        ('born_on', models.DateField()),
                        ('born_precision', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year')], max_length=5)),
                        ('died_on', models.DateField(null=True)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.person')),
                        ('merged_into', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='PersonName',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('alias', 'Also called'), ('former', 'Former name')], max_length=8)),
                        ('name', models.CharField(max_length=200)),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='people.person')),
                    ],
                    options={
                        'indexes': [models.Index(models.Func(models.F('name'), function='vi_name_key'), name='person_name_by_words')],
                    },
                ),
                migrations.CreateModel(
                    name='PersonNameEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('kind', models.CharField(choices=[('alias', 'Also called'), ('former', 'Former name')], max_length=8)),
                        ('name', models.CharField(max_length=200)),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.personname')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Relative',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('relation', models.CharField(choices=[('father', 'Father'), ('mother', 'Mother'), ('spouse', 'Spouse'), ('child', 'Child'), ('sibling', 'Brother or sister'), ('guardian', 'Guardian'), ('other', 'Other relative')], max_length=10)),
                        ('full_name', models.CharField(max_length=200)),
                        ('phone', models.CharField(blank=True, max_length=30)),
                        ('is_contact', models.BooleanField(default=False)),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relatives', to='people.person')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='RelativeEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('relation', models.CharField(choices=[('father', 'Father'), ('mother', 'Mother'), ('spouse', 'Spouse'), ('child', 'Child'), ('sibling', 'Brother or sister'), ('guardian', 'Guardian'), ('other', 'Other relative')], max_length=10)),
                        ('full_name', models.CharField(max_length=200)),
                        ('phone', models.CharField(blank=True, max_length=30)),
                        ('is_contact', models.BooleanField(default=False)),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.relative')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Responsibility',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('basis', models.CharField(max_length=300)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responsibilities', to='people.person')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                        ('is_set_aside', models.BooleanField(db_default=False, default=False)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['unit', 'person'], name='responsibility_by_unit')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='responsibility_ends_after_it_begins'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), ('office', '='), (models.Func(models.F('valid_from'), models.F('valid_until'), function='daterange'), '&&')], name='responsibility_of_one_office_at_a_time')],
                    },
                ),
                migrations.CreateModel(
                    name='ResponsibilityEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('basis', models.CharField(max_length=300)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('office', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.organisation')),
                        ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.responsibility')),
                        ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.unit')),
                        ('is_set_aside', models.BooleanField(db_default=False, default=False)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='MergedValue',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('is_undoing', models.BooleanField(default=False)),
                        ('relation', models.CharField(max_length=100)),
                        ('column', models.CharField(max_length=60)),
                        ('row_id', models.UUIDField()),
                        ('before', models.CharField(max_length=60, null=True)),
                        ('after', models.CharField(max_length=60, null=True)),
                        ('merge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='people.personmerge')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['merge', 'is_undoing'], name='merged_value_by_merge')],
                    },
                ),
                migrations.CreateModel(
                    name='PairNote',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('later', 'Look again later'), ('same', 'Held to be the same person')], max_length=5)),
                        ('until', models.DateField(null=True)),
                        ('reason', models.CharField(max_length=300)),
                        ('noted_at', models.DateTimeField()),
                        ('noted_by', models.UUIDField()),
                        ('noted_by_name', models.CharField(max_length=150)),
                        ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['person', 'other', 'id'], name='pair_note_by_pair')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('person__gt', models.F('other'))), name='pair_note_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'later'), _negated=True), ('until__isnull', False), _connector='OR'), name='pair_note_later_says_when')],
                    },
                ),
                migrations.CreateModel(
                    name='PersonMerge',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('fingerprint', models.CharField(max_length=64)),
                        ('reason', models.CharField(max_length=300)),
                        ('merged_at', models.DateTimeField()),
                        ('merged_by', models.UUIDField()),
                        ('merged_by_name', models.CharField(max_length=150)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(blank=True, max_length=300)),
                        ('absorbed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['person', 'merged_at'], name='merge_by_kept_file')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('absorbed',), name='merge_of_a_file_once'), models.CheckConstraint(condition=models.Q(('person', models.F('absorbed')), _negated=True), name='merge_of_two_files'), models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='merge_is_undone_with_a_reason')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='address',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_addressevent" ("id", "kind", "line", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "unit_id", "valid_from", "valid_until") VALUES (OLD."id", OLD."kind", OLD."line", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."unit_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='b350076f2c8717a6ed0786f760a9eceae2d5d4c7', operation='UPDATE', pgid='pgtrigger_update_update_9a42e', table='people_address', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='address',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_addressevent" ("id", "kind", "line", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "unit_id", "valid_from", "valid_until") VALUES (OLD."id", OLD."kind", OLD."line", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."unit_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='ab9f0be2b19550f2856d68eb4739f3ad758017c3', operation='DELETE', pgid='pgtrigger_delete_delete_d8fae', table='people_address', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='identifier',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_identifierevent" ("id", "issued_by", "issued_on", "kind", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_at", "retired_reason", "valid_until", "warnings") VALUES (OLD."id", OLD."issued_by", OLD."issued_on", OLD."kind", OLD."number", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."retired_at", OLD."retired_reason", OLD."valid_until", OLD."warnings"); RETURN NULL;', hash='9a205aa083216eb9a0d05e35dcae850353f286e5', operation='UPDATE', pgid='pgtrigger_update_update_e3682', table='people_identifier', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='identifier',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_identifierevent" ("id", "issued_by", "issued_on", "kind", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_at", "retired_reason", "valid_until", "warnings") VALUES (OLD."id", OLD."issued_by", OLD."issued_on", OLD."kind", OLD."number", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."retired_at", OLD."retired_reason", OLD."valid_until", OLD."warnings"); RETURN NULL;', hash='425856228354d612d42b03524c49d73329cd4b43', operation='DELETE', pgid='pgtrigger_delete_delete_c0602', table='people_identifier', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='notsameperson',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_notsamepersonevent" ("decided_at", "decided_by", "id", "other_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "retired_at", "retired_by", "retired_reason") VALUES (OLD."decided_at", OLD."decided_by", OLD."id", OLD."other_id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."retired_at", OLD."retired_by", OLD."retired_reason"); RETURN NULL;', hash='6b695d7205406605381460d31b8f19112af8ab02', operation='UPDATE', pgid='pgtrigger_update_update_e0ea0', table='people_notsameperson', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='notsameperson',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_notsamepersonevent" ("decided_at", "decided_by", "id", "other_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "retired_at", "retired_by", "retired_reason") VALUES (OLD."decided_at", OLD."decided_by", OLD."id", OLD."other_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."retired_at", OLD."retired_by", OLD."retired_reason"); RETURN NULL;', hash='a6d6ad50462c278b9f1691a8b67d718c3e4b8bee', operation='DELETE', pgid='pgtrigger_delete_delete_36720', table='people_notsameperson', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='person',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."born_on" IS DISTINCT FROM (NEW."born_on") OR OLD."born_precision" IS DISTINCT FROM (NEW."born_precision") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."died_on" IS DISTINCT FROM (NEW."died_on") OR OLD."full_name" IS DISTINCT FROM (NEW."full_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."sex" IS DISTINCT FROM (NEW."sex") OR OLD."sort_key" IS DISTINCT FROM (NEW."sort_key"))', func='INSERT INTO "people_personevent" ("born_on", "born_precision", "code", "died_on", "full_name", "id", "merged_into_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "sex", "sort_key") VALUES (OLD."born_on", OLD."born_precision", OLD."code", OLD."died_on", OLD."full_name", OLD."id", OLD."merged_into_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."sex", OLD."sort_key"); RETURN NULL;', hash='e0586fd2ab7958bff948dbdb05fecd228ef336b8', operation='UPDATE', pgid='pgtrigger_update_update_de829', table='people_person', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='person',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_personevent" ("born_on", "born_precision", "code", "died_on", "full_name", "id", "merged_into_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "sex", "sort_key") VALUES (OLD."born_on", OLD."born_precision", OLD."code", OLD."died_on", OLD."full_name", OLD."id", OLD."merged_into_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."sex", OLD."sort_key"); RETURN NULL;', hash='634c8a3b04c5f8e097e66bfb9c852ed5f5b86f7a', operation='DELETE', pgid='pgtrigger_delete_delete_2ca2d', table='people_person', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='personname',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_personnameevent" ("id", "kind", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_at") VALUES (OLD."id", OLD."kind", OLD."name", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."retired_at"); RETURN NULL;', hash='11a34498b4f724aea38cd48acab63f1728b64766', operation='DELETE', pgid='pgtrigger_delete_delete_7960e', table='people_personname', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='personname',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_personnameevent" ("id", "kind", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_at") VALUES (OLD."id", OLD."kind", OLD."name", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."retired_at"); RETURN NULL;', hash='fb75e17b42507df12bef2a4e213c052e3961d1f6', operation='UPDATE', pgid='pgtrigger_update_update_6d4c3', table='people_personname', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='relative',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_relativeevent" ("full_name", "id", "is_contact", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "relation", "retired_at") VALUES (OLD."full_name", OLD."id", OLD."is_contact", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."phone", OLD."relation", OLD."retired_at"); RETURN NULL;', hash='a8560b1ece2d787e3d1da58b008c64a0aac05457', operation='UPDATE', pgid='pgtrigger_update_update_99d90', table='people_relative', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='relative',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_relativeevent" ("full_name", "id", "is_contact", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "relation", "retired_at") VALUES (OLD."full_name", OLD."id", OLD."is_contact", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."relation", OLD."retired_at"); RETURN NULL;', hash='4c40f65e9322324b8cb410acbb215cc890a36e69', operation='DELETE', pgid='pgtrigger_delete_delete_b778e', table='people_relative', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='responsibility',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_responsibilityevent" ("basis", "id", "is_set_aside", "office_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "unit_id", "valid_from", "valid_until") VALUES (OLD."basis", OLD."id", OLD."is_set_aside", OLD."office_id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."unit_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='07fc176ec4f0efa3d3989f870a3c656275a9ee0c', operation='UPDATE', pgid='pgtrigger_update_update_2cf80', table='people_responsibility', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='responsibility',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_responsibilityevent" ("basis", "id", "is_set_aside", "office_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "unit_id", "valid_from", "valid_until") VALUES (OLD."basis", OLD."id", OLD."is_set_aside", OLD."office_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."unit_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='130d01f64d87230ca0bd9d9917988d577865b26e', operation='DELETE', pgid='pgtrigger_delete_delete_9a38c', table='people_responsibility', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='mergedvalue',
                    trigger=pgtrigger.compiler.Trigger(name='people_mergedvalue_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'people_mergedvalue: a line is never changed';", hash='622f797c41529e4c06fb59e9fee0b060701bbff6', operation='UPDATE', pgid='pgtrigger_people_mergedvalue_is_final_86931', table='people_mergedvalue', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='mergedvalue',
                    trigger=pgtrigger.compiler.Trigger(name='people_mergedvalue_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'people_mergedvalue: a line is never deleted';", hash='02f0c7da457c6ce1db06cb19770bd21d2a4c5df1', operation='DELETE', pgid='pgtrigger_people_mergedvalue_is_kept_82568', table='people_mergedvalue', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='mergedvalue',
                    trigger=pgtrigger.compiler.Trigger(name='people_mergedvalue_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'people_mergedvalue: a register is never emptied';", hash='bb5acd1141ed83e2df48c52a433ccd5511b82e5f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_people_mergedvalue_is_never_emptied_518c0', table='people_mergedvalue', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='pairnote',
                    trigger=pgtrigger.compiler.Trigger(name='people_pairnote_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'people_pairnote: a line is never changed';", hash='b7b7be0a106db4a777b7dc0f1fd4f82a74e7d1f1', operation='UPDATE', pgid='pgtrigger_people_pairnote_is_final_066a0', table='people_pairnote', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='pairnote',
                    trigger=pgtrigger.compiler.Trigger(name='people_pairnote_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'people_pairnote: a line is never deleted';", hash='f808bf734e82719df18632a0b9b13bfb101f60e9', operation='DELETE', pgid='pgtrigger_people_pairnote_is_kept_3cd66', table='people_pairnote', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='pairnote',
                    trigger=pgtrigger.compiler.Trigger(name='people_pairnote_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'people_pairnote: a register is never emptied';", hash='a782d865d6782e098ac15c9011e600f62831b268', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_people_pairnote_is_never_emptied_190a4', table='people_pairnote', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='personmerge',
                    trigger=pgtrigger.compiler.Trigger(name='people_personmerge_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'people_personmerge: a line is only withdrawn, and only once';", hash='078829aa86364990330a1c2adb62358e521ebe07', operation='UPDATE', pgid='pgtrigger_people_personmerge_is_only_withdrawn_d14af', table='people_personmerge', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='personmerge',
                    trigger=pgtrigger.compiler.Trigger(name='people_personmerge_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'people_personmerge: a line is never deleted';", hash='2ec9021db8a14789f95af02e02b4635b6e1bde69', operation='DELETE', pgid='pgtrigger_people_personmerge_is_kept_07190', table='people_personmerge', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='personmerge',
                    trigger=pgtrigger.compiler.Trigger(name='people_personmerge_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'people_personmerge: a register is never emptied';", hash='04184acac4ceb01797b5d7a476522969cc7cbb37', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_people_personmerge_is_never_emptied_76ebe', table='people_personmerge', when='BEFORE')),
                ),
            ],
        ),
        migrations.RunSQL(CARRY),
    ]
