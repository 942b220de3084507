from django.db import migrations

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
    dependencies = [
        ("people", "0004_every_form_of_treatment"),
    ]

    operations = [
        migrations.RunSQL(CARRY, "DROP FUNCTION people_carry_lines(uuid, regclass, name, uuid[])"),
    ]
