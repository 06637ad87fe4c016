"""Importing this fills kernel.db.metadata with every domain's tables, for migrations."""

import daas_broker.almanac.store
import daas_broker.circuits.store
import daas_broker.continuity.store
import daas_broker.costs.store
import daas_broker.desktops.store
import daas_broker.egress.asking
import daas_broker.egress.store
import daas_broker.entitlement.store
import daas_broker.helpdesk.store
import daas_broker.homes.store
import daas_broker.images.store
import daas_broker.metrics.store
import daas_broker.operations.store
import daas_broker.policies.store
import daas_broker.pools.store
import daas_broker.recordings.store
import daas_broker.releases.store
import daas_broker.requests.store
import daas_broker.sessions.store
import daas_broker.usage.store
import gdrive.access.store
import gdrive.files.store
import gdrive.quotas.store
import gdrive.recent.store
import gdrive.tree.store
import gdrive.uploads.store
import identity.address_holds.store
import identity.break_glass.store
import identity.login.store
import identity.mobile_id.store
import identity.passkeys.store
import identity.people.store
import identity.sessions.store
import identity.single_sign_on.store
import identity.tickets.store
import kernel.audit
import messenger.messages.store
import messenger.rooms.store
import mobile_admin.assignments.store
import mobile_admin.cases.store
import mobile_admin.decisions.store
import mobile_admin.devices.store
import mobile_admin.dispatches.store
import mobile_admin.exports.store
import mobile_admin.forms.store
import mobile_admin.handing.store
import mobile_admin.maps.store
import mobile_admin.notices.store
import mobile_admin.parcels.store
import mobile_admin.pockets.store
import mobile_admin.records.store
import mobile_admin.reviews.store
import mobile_admin.sealbook.store
import mobile_admin.senders.store
import mobile_admin.submissions.store
import mobile_admin.works.store
import vpn.alarms.store
import vpn.authority.store
import vpn.devices.store
import vpn.enrolment.store
import vpn.gateways.store
import vpn.policy.store
import vpn.posture.store
import vpn.routes.store
import vpn.sessions.store
import vpn.sightings.store
import vpn.tunnel.store
import weboffice.comments.store
import weboffice.documents.store
import weboffice.editing.batches
import weboffice.editing.leases
import weboffice.editing.store
import weboffice.formats.kept
import weboffice.formats.store
import weboffice.history.store
import weboffice.wopi.store
from kernel.db import metadata

__all__ = [
    "daas_broker",
    "gdrive",
    "identity",
    "kernel",
    "messenger",
    "metadata",
    "mobile_admin",
    "vpn",
    "weboffice",
]
