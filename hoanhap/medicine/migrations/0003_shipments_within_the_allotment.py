"""A point is sent no more than it is to have for one day, unless somebody says why."""

import hoanhap.kit.at_once
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('medicine', '0002_stock_books'),
    ]

    operations = [
        hoanhap.kit.at_once.AtOnce(
            operations=[
                pgtrigger.migrations.RemoveTrigger(
                    model_name='shipment',
                    name='medicine_shipment_is_sent',
                ),
                migrations.AddField(
                    model_name='shipment',
                    name='over_reason',
                    field=models.CharField(blank=True, default='', max_length=300),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='shipment',
                    trigger=pgtrigger.compiler.Trigger(name='medicine_shipment_is_sent', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE moved record; allowed numeric; there numeric; closing uuid; closed_at timestamptz;', func="\n    SELECT l.kind, l.quantity_units, l.lot_id, l.book_id, l.happened_at, a.kind AS went_to INTO STRICT moved\n    FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id = l.to_account_id WHERE l.id = NEW.line_id;\n    IF moved.kind <> 'shipment' OR moved.went_to <> 'transit' OR moved.book_id <> NEW.from_book_id\n       OR moved.lot_id <> NEW.lot_id OR moved.quantity_units <> NEW.quantity_units THEN\n        RAISE check_violation USING CONSTRAINT = 'shipment_sends_what_its_line_says', MESSAGE = 'shipment_sends_what_its_line_says';\n    END IF;\n    IF (SELECT medicine FROM medicine_stockbook WHERE id = NEW.from_book_id)\n       <> (SELECT medicine FROM medicine_stockbook WHERE id = NEW.to_book_id) THEN\n        RAISE check_violation USING CONSTRAINT = 'shipment_between_books_of_one_medicine', MESSAGE = 'shipment_between_books_of_one_medicine';\n    END IF;\n    -- A point holds at most what it is to have for one day, what is on its way to it counted with it, or somebody says why.\n    -- Two who send to one point at once come one after the other; nobody who waits here is waited for.\n    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.to_book_id::text, 8));\n    SELECT t.units_a_day INTO allowed\n    FROM medicine_allotment t JOIN medicine_stockbook b ON b.id = t.book_id\n    JOIN places_organisation o ON o.id = b.organisation_id\n    WHERE t.book_id = NEW.to_book_id AND o.parent_id IS NOT NULL\n      AND t.valid_from <= (moved.happened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date\n      AND (t.valid_until IS NULL OR t.valid_until > (moved.happened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date);\n    IF allowed IS NOT NULL AND NEW.over_reason = '' THEN\n        SELECT c.id, c.happened_at INTO closing, closed_at FROM medicine_count c\n        WHERE c.book_id = NEW.to_book_id AND c.moment = 'closing' ORDER BY c.happened_at DESC LIMIT 1;\n        SELECT coalesce(sum(units), 0) INTO there FROM (\n            SELECT b.units FROM medicine_closingbalance b JOIN medicine_stockaccount a ON a.id = b.account_id\n            WHERE b.count_id = closing AND a.kind IN ('safe', 'cabinet', 'window', 'cup')\n            UNION ALL\n            SELECT l.quantity_units FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id = l.to_account_id\n            WHERE a.book_id = NEW.to_book_id AND a.kind IN ('safe', 'cabinet', 'window', 'cup')\n              AND l.happened_at > coalesce(closed_at, '-infinity')\n            UNION ALL\n            SELECT -l.quantity_units FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id = l.from_account_id\n            WHERE a.book_id = NEW.to_book_id AND a.kind IN ('safe', 'cabinet', 'window', 'cup')\n              AND l.happened_at > coalesce(closed_at, '-infinity')\n            UNION ALL\n            SELECT s.quantity_units FROM medicine_shipment s\n            WHERE s.to_book_id = NEW.to_book_id\n              AND NOT EXISTS (SELECT FROM medicine_arrival r WHERE r.shipment_id = s.id)\n        ) held;\n        IF there + NEW.quantity_units > allowed THEN\n            RAISE check_violation USING CONSTRAINT = 'shipment_within_the_allotment', MESSAGE = 'shipment_within_the_allotment';\n        END IF;\n    END IF;\n    RETURN NEW;\n", hash='64708981f063f294e4dde4157b4acbb823278093', operation='INSERT', pgid='pgtrigger_medicine_shipment_is_sent_bfef5', table='medicine_shipment', when='BEFORE')),
                ),
            ],
        ),
    ]
