"""Hand-written SQL for whole plans: for each target and unit what was counted, over how many. One pass over everybody.

As somebody would write it who has this one plan and this one database before them: everybody is read once with all that
the targets of the plan ask of them, and counted by unit.
"""

REHAB = "('voluntary-home-community', 'voluntary-facility', 'compulsory', 'compulsory-minor', 'compulsory-community')"
TREATED = REHAB.replace(")", ", 'substitution')")
POST_STEPS = """casework_step t JOIN casework_episode e ON e.id = t.episode_id AND e.kind = 'post-rehab'
        WHERE t.kind = 'support' AND t.retired_at IS NULL"""

# Everybody at the unit that answers for them on the last day.
ANSWERING = """answering AS MATERIALIZED (
    SELECT person_id, unit_id FROM (
        SELECT DISTINCT ON (person_id) person_id, unit_id FROM people_responsibility
        WHERE valid_from <= %(to)s AND (valid_until IS NULL OR valid_until > %(to)s) AND NOT is_set_aside
        ORDER BY person_id, valid_from DESC, id DESC) AS latest
    WHERE unit_id = ANY(%(units)s))"""
# How an episode ended, if that says something of the need for treatment, as one text that sorts by its day.
PHASES = """(SELECT *, until_on IS NULL OR until_on > %(from)s AS meets, until_on IS NULL OR until_on > %(to)s AS lasts,
        CASE WHEN NOT is_ended THEN NULL
             WHEN counts_as IN ('died', 'moved') OR ended_as IN ('prison', 'imprisoned') THEN 'out'
             WHEN kind = 'dependence-determination' THEN
                 CASE ended_as WHEN 'dependent' THEN 'needed' WHEN 'not-dependent' THEN 'done' END
             WHEN kind = 'user-management' THEN CASE WHEN ended_as = 'dependent' THEN 'needed' ELSE 'done' END
             WHEN kind = 'post-rehab' THEN CASE WHEN ended_as = 'relapsed' THEN 'needed' ELSE 'done' END
             WHEN counts_as = 'completed' THEN 'done' ELSE 'needed' END AS says
    FROM casework_phase WHERE from_on <= %(to)s)"""
SAID = """max((from_on::text || id || says || ':' || ended_as) COLLATE "C")"""

QUANG_NAM = f"""
WITH {ANSWERING}, lives AS (
    SELECT person_id,
        bool_or(is_in AND meets AND kind IN ('voluntary-home-community', 'voluntary-facility')) AS voluntary,
        bool_or(is_in AND meets AND kind IN {REHAB}) AS rehab,
        bool_or(is_in AND meets AND kind = 'substitution') AS substitution,
        bool_or(is_in AND meets AND kind = 'post-rehab') AS managed,
        bool_or(NOT is_ended AND meets) AS runs, bool_or(NOT is_ended AND lasts) AS stands,
        {SAID} FILTER (WHERE says IS NOT NULL) AS said,
        {SAID} FILTER (WHERE says IS NOT NULL AND from_on <= %(from)s) AS said_before
    FROM {PHASES} AS p GROUP BY person_id
), given AS (
    SELECT id, person_id, need_id, domain, form, provided_on AS given_on FROM community_support
    WHERE retired_at IS NULL AND provided_on <= %(to)s
    UNION ALL
    SELECT t.id, t.person_id, NULL, named.domain, 'provided', t.happened_on
    FROM (SELECT t.* FROM {POST_STEPS} AND t.happened_on <= %(to)s) AS t
    JOIN (VALUES ('vocational', 'vocational-training'), ('job', 'work'), ('loan', 'loan'), ('papers', 'papers'),
                 ('legal', 'legal'), ('other', 'reintegration-other')) AS named (code, domain)
      ON jsonb_typeof(t.details -> 'kind') IN ('array', 'string') AND t.details -> 'kind' ? named.code
), served AS (
    SELECT person_id FROM community_contact WHERE retired_at IS NULL AND happened_on BETWEEN %(from)s AND %(to)s
      AND kind IN ('counselling', 'prevention-counselling', 'treatment-counselling', 'reintegration-support')
    UNION SELECT person_id FROM given WHERE given_on >= %(from)s
    UNION SELECT t.person_id FROM {POST_STEPS} AND t.happened_on BETWEEN %(from)s AND %(to)s
      AND jsonb_typeof(t.details -> 'kind') IN ('array', 'string') AND t.details -> 'kind' ? 'counselling'
), completed AS (
    SELECT DISTINCT ON (person_id) person_id, episode_id, from_on AS completed_on FROM casework_phase
    WHERE is_ended AND counts_as = 'completed' AND kind IN {REHAB} AND from_on BETWEEN %(from)s AND %(to)s
    ORDER BY person_id, from_on DESC, id DESC
), due AS MATERIALIZED (
    SELECT c.person_id, c.completed_on FROM completed c JOIN people_person h ON h.id = c.person_id
    LEFT JOIN LATERAL (SELECT d.due_on, d.ended_as FROM casework_duty d WHERE d.episode_id = c.episode_id
        AND d.code IN ('post-rehab', 'post-rehab-file') ORDER BY d.from_on DESC, d.id DESC LIMIT 1) AS d ON true
    CROSS JOIN LATERAL (SELECT coalesce(d.due_on, c.completed_on + 7) AS due_on) AS ends
    WHERE (d.ended_as IS NOT NULL OR (c.person_id, c.completed_on) IN (
              SELECT e.person_id, e.opened_on FROM casework_episode e WHERE e.kind = 'post-rehab'))
      AND ends.due_on <= %(to)s AND coalesce(d.ended_as, '') <> 'excused' AND (h.died_on IS NULL OR h.died_on > ends.due_on)
      AND NOT EXISTS (SELECT 1 FROM casework_phase g WHERE g.person_id = c.person_id AND g.is_ended
          AND (g.counts_as IN ('died', 'moved') OR g.ended_as IN ('prison', 'imprisoned'))
          AND g.from_on BETWEEN c.completed_on AND ends.due_on)
      AND NOT EXISTS (SELECT 1 FROM casework_notmatched n WHERE n.person_id = c.person_id AND n.reason_code = 'detained'
          AND n.valid_from <= ends.due_on AND (n.valid_until IS NULL OR n.valid_until > ends.due_on))
), filed AS (
    SELECT e.person_id, max(e.opened_on) AS opened_on FROM casework_episode e
    WHERE e.kind = 'post-rehab' AND e.opened_on <= %(to)s
      AND EXISTS (SELECT 1 FROM casework_step s WHERE s.episode_id = e.id AND s.kind IN ('file', 'decision')
                  AND s.retired_at IS NULL AND s.happened_on <= %(to)s)
    GROUP BY e.person_id
), wanted AS (
    SELECT n.person_id, bool_or(g.id IS NOT NULL) AS is_met
    FROM community_need n LEFT JOIN given g ON g.person_id = n.person_id AND g.form = 'provided'
        AND g.given_on >= n.opened_on AND (g.domain = n.domain OR g.need_id = n.id)
    WHERE n.retired_at IS NULL AND n.opened_on <= %(to)s AND NOT EXISTS (
        SELECT 1 FROM community_needchange c WHERE c.need_id = n.id AND c.retired_at IS NULL AND c.state <> 'partly'
          AND c.on < %(from)s)
    GROUP BY n.person_id
), talked AS (
    SELECT DISTINCT person_id FROM community_needstalk WHERE retired_at IS NULL AND held_on BETWEEN %(from)s AND %(to)s
), everybody AS (
    SELECT a.unit_id, l.rehab, l.voluntary, l.managed, l.substitution,
        f.person_id IS NOT NULL AND f.opened_on <= %(to)s
          AND (l.person_id IS NULL OR l.runs OR coalesce(split_part(substr(l.said_before, 47), ':', 1), '') = 'needed')
          AND (h.died_on IS NULL OR h.died_on > %(to)s OR h.died_on - greatest(f.opened_on, %(from)s) >= 30)
          AND NOT (NOT coalesce(l.stands, false) AND coalesce(substr(l.said, 47), '') IN
                   ('out:prison', 'out:imprisoned', 'out:died') AND substr(l.said, 1, 10)::date >= %(from)s
                   AND substr(l.said, 1, 10)::date - greatest(f.opened_on, %(from)s) < 30) AS has_file,
        served.person_id IS NOT NULL AS is_served, due.person_id IS NOT NULL AS is_due,
        filed.opened_on >= due.completed_on AS is_filed, wanted.person_id IS NOT NULL AS wants, wanted.is_met,
        talked.person_id IS NOT NULL AS is_talked
    FROM answering a JOIN people_person h ON h.id = a.person_id
    LEFT JOIN lives l USING (person_id) LEFT JOIN casework_managementfile f USING (person_id)
    LEFT JOIN served USING (person_id) LEFT JOIN due USING (person_id) LEFT JOIN filed USING (person_id)
    LEFT JOIN wanted USING (person_id) LEFT JOIN talked USING (person_id)
), by_unit AS (
    SELECT unit_id,
        count(*) FILTER (WHERE has_file AND (is_served OR rehab OR substitution)) AS n1,
        count(*) FILTER (WHERE has_file) AS d1,
        count(*) FILTER (WHERE voluntary) AS n2, count(*) FILTER (WHERE rehab) AS d2,
        count(*) FILTER (WHERE is_filed) AS n3, count(*) FILTER (WHERE is_due) AS d3,
        count(*) FILTER (WHERE is_met AND managed) AS n4, count(*) FILTER (WHERE wants AND managed) AS d4,
        count(*) FILTER (WHERE is_talked AND managed) AS n5, count(*) FILTER (WHERE managed) AS d5
    FROM everybody GROUP BY unit_id
)
SELECT code, unit_id, counted, asked FROM by_unit CROSS JOIN LATERAL (VALUES
    ('qn-i1', n1, d1), ('qn-i2', n2, d2), ('qn-i3', n3, d3), ('qn-i4', n4, d4), ('qn-i4b', n5, d5)
) AS one (code, counted, asked) WHERE asked > 0
UNION ALL
SELECT 'qn-i5', p.unit_id, count(*) FILTER (WHERE trained.levels = 2), count(*)
FROM (SELECT DISTINCT ON (member_id) member_id, unit_id FROM outreach_staffpost
      WHERE valid_from <= %(to)s AND (valid_until IS NULL OR valid_until > %(to)s) AND unit_id = ANY(%(units)s)
      ORDER BY member_id, valid_from DESC, id) AS p
LEFT JOIN (SELECT s.member_id, count(DISTINCT c.level) AS levels FROM outreach_courseparticipant s
      JOIN outreach_course c ON c.id = s.course_id WHERE s.retired_at IS NULL AND s.has_passed AND c.retired_at IS NULL
        AND c.level IN ('basic', 'advanced') AND c.to_on <= %(to)s GROUP BY s.member_id) AS trained USING (member_id)
GROUP BY p.unit_id"""

TUYEN_QUANG = f"""
WITH {ANSWERING}, lives AS (
    SELECT person_id,
        bool_or(is_in AND meets AND kind IN {REHAB}
                OR is_ended AND counts_as = 'completed' AND kind IN {REHAB} AND from_on >= %(from)s) AS rehab,
        bool_or(is_in AND meets AND kind IN ('voluntary-home-community', 'voluntary-facility', 'compulsory-community'))
            AS suits,
        bool_or(is_in AND meets AND kind = 'substitution') AS substitution,
        bool_or(is_in AND lasts AND kind = 'substitution') AS on_substitution,
        bool_or(NOT is_ended AND lasts AND kind IN {TREATED}) AS treated,
        {SAID} FILTER (WHERE says IS NOT NULL) AS said
    FROM {PHASES} AS p GROUP BY person_id
), compulsory AS (
    SELECT e.person_id FROM (
        SELECT person_id, episode_id, kind, min(from_on) AS began_on FROM casework_phase
        WHERE kind IN ('compulsory', 'compulsory-minor') AND is_in AND from_on <= %(to)s
        GROUP BY 1, 2, 3 HAVING bool_or(until_on IS NULL OR until_on > %(from)s)) AS e
    JOIN people_person h ON h.id = e.person_id
    WHERE CASE e.kind WHEN 'compulsory' THEN h.born_on > e.began_on - interval '18 years'
               ELSE h.born_on <= e.began_on - interval '18 years' END IS NOT TRUE
), begun AS (
    SELECT person_id FROM casework_phase WHERE kind = 'substitution' AND is_in AND from_on <= %(to)s
    GROUP BY person_id, episode_id
    HAVING min(from_on) >= %(from)s AND bool_or(until_on IS NULL OR until_on > %(from)s)
), found AS (
    SELECT DISTINCT ON (s.person_id) s.person_id, s.details -> 'substances' ?| ARRAY['opium', 'heroin'] AS has_opioids
    FROM casework_step s JOIN casework_episode e ON e.id = s.episode_id
    WHERE e.kind = 'dependence-determination' AND s.kind = 'result' AND s.ends_as = 'dependent'
      AND s.retired_at IS NULL AND s.happened_on <= %(to)s
      AND jsonb_typeof(s.details -> 'substances') = 'array' AND s.details -> 'substances' <> '[]'
    ORDER BY s.person_id, s.happened_on DESC, s.id DESC
), given AS (
    SELECT id, person_id, need_id, domain, provided_on AS given_on FROM community_support
    WHERE retired_at IS NULL AND provided_on <= %(to)s
    UNION ALL
    SELECT t.id, t.person_id, NULL, named.domain, t.happened_on
    FROM (SELECT t.* FROM {POST_STEPS} AND t.happened_on <= %(to)s) AS t
    JOIN (VALUES ('vocational', 'vocational-training'), ('job', 'work')) AS named (code, domain)
      ON jsonb_typeof(t.details -> 'kind') IN ('array', 'string') AND t.details -> 'kind' ? named.code
), wanted AS (
    SELECT n.person_id, bool_or(g.id IS NOT NULL) AS is_met
    FROM community_need n LEFT JOIN given g ON g.person_id = n.person_id
        AND g.given_on >= n.opened_on AND (g.domain = n.domain OR g.need_id = n.id)
    WHERE n.retired_at IS NULL AND n.opened_on <= %(to)s AND n.domain IN ('work', 'vocational-training') AND NOT EXISTS (
        SELECT 1 FROM community_needchange c WHERE c.need_id = n.id AND c.retired_at IS NULL AND c.state <> 'partly'
          AND c.on < %(from)s)
    GROUP BY n.person_id
), everybody AS (
    SELECT a.unit_id, l.rehab, l.on_substitution, begun.person_id IS NOT NULL AS is_new,
        f.opened_on <= %(to)s AND (h.died_on IS NULL OR h.died_on > %(to)s)
          AND (l.treated OR (coalesce(split_part(substr(l.said, 47), ':', 1), '') = 'needed'
               AND split_part(substr(l.said, 47), ':', 2) <> 'exempted' AND NOT EXISTS (
                   SELECT 1 FROM casework_notmatched n WHERE n.person_id = a.person_id AND n.valid_from <= %(to)s
                     AND (n.valid_until IS NULL OR n.valid_until > %(to)s) AND (n.reason_code = 'detained'
                          OR (n.document_number <> '' AND n.reason_code NOT IN ('waiting', 'not-found')))))) AS depends,
        l.suits OR compulsory.person_id IS NOT NULL OR (l.substitution AND found.has_opioids IS NOT FALSE) AS is_suited,
        wanted.person_id IS NOT NULL AS wants, wanted.is_met
    FROM answering a JOIN people_person h ON h.id = a.person_id
    LEFT JOIN lives l USING (person_id) LEFT JOIN casework_managementfile f USING (person_id)
    LEFT JOIN (SELECT DISTINCT person_id FROM compulsory) AS compulsory USING (person_id)
    LEFT JOIN (SELECT DISTINCT person_id FROM begun) AS begun USING (person_id)
    LEFT JOIN found USING (person_id) LEFT JOIN wanted USING (person_id)
), by_unit AS (
    SELECT unit_id,
        count(*) FILTER (WHERE depends AND is_suited) AS n3, count(*) FILTER (WHERE depends) AS d3,
        count(*) FILTER (WHERE rehab AND is_met) AS n4, count(*) FILTER (WHERE rehab AND wants) AS d4,
        count(*) FILTER (WHERE is_new) AS n6, count(*) FILTER (WHERE on_substitution) AS n7
    FROM everybody GROUP BY unit_id
)
SELECT code, unit_id, counted, asked FROM by_unit CROSS JOIN LATERAL (VALUES
    ('tq-i3', n3, d3), ('tq-i4', n4, d4), ('tq-i6', n6, NULL), ('tq-i7', n7, NULL)
) AS one (code, counted, asked) WHERE coalesce(asked, counted) > 0
UNION ALL
SELECT 'tq-i1', o.unit_id, count(*), NULL FROM residence_pointservice s JOIN places_organisation o ON o.id = s.point_id
WHERE s.first_service_on BETWEEN %(from)s AND %(to)s AND s.decision_number <> '' AND o.unit_id = ANY(%(units)s)
GROUP BY o.unit_id
UNION ALL
SELECT 'tq-i2', u.id, count(*) FILTER (WHERE reached.topics = 2), count(*)
FROM places_unit u LEFT JOIN (
    SELECT placed.area_id, count(DISTINCT topic) AS topics FROM outreach_activity a
    JOIN LATERAL (
        SELECT a.unit_id AS area_id
        UNION SELECT r.area_id FROM places_unitreach r WHERE r.unit_id = a.unit_id
          AND (r.valid_from IS NULL OR r.valid_from <= %(to)s) AND (r.valid_until IS NULL OR r.valid_until > %(to)s)
    ) AS placed ON true
    CROSS JOIN unnest(a.topics) AS topic
    WHERE a.retired_at IS NULL AND a.on BETWEEN %(from)s AND %(to)s AND topic IN ('drug-prevention', 'rehab-post-rehab')
    GROUP BY placed.area_id
) AS reached ON reached.area_id = u.id
WHERE u.level = 'commune' AND u.id = ANY(%(units)s) AND (u.began_on IS NULL OR u.began_on <= %(to)s)
  AND (u.ended_on IS NULL OR u.ended_on > %(to)s)
GROUP BY u.id
UNION ALL
SELECT 'tq-i5', unit_id, count(*), NULL FROM medicine_medicineincident
WHERE retired_at IS NULL AND kind IN ('diversion', 'unexplained-loss') AND "on" BETWEEN %(from)s AND %(to)s
  AND unit_id = ANY(%(units)s) GROUP BY unit_id
UNION ALL
SELECT CASE s.source WHEN 'court' THEN 'tq-i8-court' ELSE 'tq-i8-voluntary' END, o.unit_id, count(*), NULL
FROM residence_stay s JOIN places_organisation o ON o.id = s.facility_id
WHERE s.retired_at IS NULL AND s.source IN ('court', 'voluntary') AND s.admitted_on BETWEEN %(from)s AND %(to)s
  AND o.unit_id = ANY(%(units)s) AND NOT EXISTS (
      SELECT 1 FROM residence_stay b WHERE b.episode_id = s.episode_id AND b.retired_at IS NULL AND b.source <> 'transfer'
        AND (b.admitted_on, b.id) < (s.admitted_on, s.id))
GROUP BY 1, 2"""
