"""The questionnaire: its versions, a draft question by question, and publishing."""

from booking.admin.questionnaires.listing import QuestionnaireAdmin

__all__ = ["QuestionnaireAdmin"]
