"""Nobody is enrolled who was not admitted."""

import hoanhap.kit.at_once
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('treatment', '0004_patient_cards'),
    ]

    operations = [
        hoanhap.kit.at_once.AtOnce(
            operations=[
                pgtrigger.migrations.AddTrigger(
                    model_name='appraisal',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_appraisal_carries', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.retired_at IS NULL AND NEW.retired_at IS NOT NULL)', func="\n    IF OLD.result = 'accepted' AND EXISTS (\n        SELECT FROM treatment_enrolment e\n        WHERE e.episode_id = OLD.episode_id AND e.organisation_id = OLD.organisation_id AND e.follows_id IS NULL\n          AND e.enrolled_on >= greatest(OLD.appraised_on, OLD.consent_on)\n          AND NOT EXISTS (\n              SELECT FROM treatment_appraisal a\n              WHERE a.id <> OLD.id AND a.episode_id = OLD.episode_id AND a.organisation_id = OLD.organisation_id\n                AND a.result = 'accepted' AND a.retired_at IS NULL\n                AND greatest(a.appraised_on, a.consent_on) <= e.enrolled_on\n          )\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'appraisal_that_carries_nobody', MESSAGE = 'appraisal_that_carries_nobody';\n    END IF;\n    RETURN NEW;\n", hash='5c8232fbe5964be1b4960f99499dcab861d75c59', operation='UPDATE OF "retired_at"', pgid='pgtrigger_treatment_appraisal_carries_4c955', table='treatment_appraisal', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='enrolment',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_enrolment_is_admitted', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE looked record;', func="\n    IF TG_OP = 'UPDATE' AND (OLD.episode_id, OLD.organisation_id) = (NEW.episode_id, NEW.organisation_id) THEN\n        RETURN NEW;\n    END IF;\n    -- Who comes from another clinic brings along that the case was decided and the person accepted.\n    IF NEW.follows_id IS NOT NULL THEN\n        IF NOT EXISTS (\n            SELECT FROM treatment_enrolment e\n            WHERE e.id = NEW.follows_id AND e.person_id = NEW.person_id AND e.episode_id = NEW.episode_id\n              AND e.ended_as = 'transferred' AND e.ended_on <= NEW.enrolled_on\n        ) THEN\n            RAISE check_violation USING CONSTRAINT = 'enrolment_follows_a_transfer', MESSAGE = 'enrolment_follows_a_transfer';\n        END IF;\n        RETURN NEW;\n    END IF;\n    -- Every edition of the regime of substitution treatment knows this step.\n    IF NOT EXISTS (\n        SELECT FROM casework_step s\n        WHERE s.episode_id = NEW.episode_id AND s.person_id = NEW.person_id AND s.kind = 'decision'\n          AND s.happened_on <= NEW.enrolled_on AND s.retired_at IS NULL\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'enrolment_after_the_decision', MESSAGE = 'enrolment_after_the_decision';\n    END IF;\n    -- The latest that stands counts. An accepted one is whole: its own constraint asks for the consent.\n    SELECT a.result, a.consent_on INTO looked FROM treatment_appraisal a\n    WHERE a.episode_id = NEW.episode_id AND a.person_id = NEW.person_id AND a.organisation_id = NEW.organisation_id\n      AND a.appraised_on <= NEW.enrolled_on AND a.retired_at IS NULL\n    ORDER BY a.appraised_on DESC, a.recorded_at DESC, a.id DESC LIMIT 1;\n    IF NOT FOUND OR looked.result <> 'accepted' THEN\n        RAISE check_violation USING CONSTRAINT = 'enrolment_of_whom_the_clinic_accepted', MESSAGE = 'enrolment_of_whom_the_clinic_accepted';\n    END IF;\n    IF looked.consent_on IS NULL OR looked.consent_on > NEW.enrolled_on THEN\n        RAISE check_violation USING CONSTRAINT = 'enrolment_with_consent', MESSAGE = 'enrolment_with_consent';\n    END IF;\n    RETURN NEW;\n", hash='de5fe932615c5e1a080900bd202c77cd3d578f1d', operation='INSERT OR UPDATE OF "episode_id", "organisation_id"', pgid='pgtrigger_treatment_enrolment_is_admitted_1ad64', table='treatment_enrolment', when='BEFORE')),
                ),
            ],
        ),
    ]
