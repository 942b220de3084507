from hoanhap.treatment.models.incidents import MedicineIncident

__all__ = ["MedicineIncident"]
