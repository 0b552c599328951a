"""Which rows of the archive the staff of an institution may manage."""

from wagtail.permissions import register_permission_policy

from archive.models import ArchivalUnit, Creator, Document, DocumentType, Subject
from cms.core.models.membership import Role
from cms.core.tenancy import ADD, SHARED, InstitutionPermissionPolicy, SharedPermissionPolicy

DOCUMENT_POLICY = InstitutionPermissionPolicy(
    Document, "holding_institution", submitted_field="submitted_to_commission"
)
UNIT_POLICY = InstitutionPermissionPolicy(ArchivalUnit, "institution")
# Whoever describes a document meets producers that nobody has named yet; correcting a name touches every institution.
CREATOR_POLICY = SharedPermissionPolicy(Creator, {**SHARED, ADD: frozenset({Role.ARCHIVIST, Role.ADMINISTRATOR})})
DOCUMENT_TYPE_POLICY = SharedPermissionPolicy(DocumentType)
# Whoever describes may propose a subject; an administrator accepts it into the list.
SUBJECT_POLICY = SharedPermissionPolicy(Subject, {**SHARED, ADD: frozenset({Role.ARCHIVIST, Role.ADMINISTRATOR})})


def register() -> None:
    """Called once, when the apps are ready."""
    register_permission_policy(Document, DOCUMENT_POLICY)
    register_permission_policy(ArchivalUnit, UNIT_POLICY)
    register_permission_policy(Creator, CREATOR_POLICY)
    register_permission_policy(DocumentType, DOCUMENT_TYPE_POLICY)
    register_permission_policy(Subject, SUBJECT_POLICY)
