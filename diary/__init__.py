"""Infusion Diary: symptom diary and SMS check-ins for clinics that give ketamine infusions."""

__version__ = "0.1.0"
