"""What wallets ask of us and send us (OpenID for Verifiable Presentations 1.0 §5.10, §8.2).

A wallet is no browser of ours: it has no cookie and no origin, and knows its request's token.
"""

from typing import Annotated

from flask import Response, jsonify, request
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from identity.login.api import visit
from identity.mobile_id.service import MobileId
from identity.passkeys.api import tag
from kernel.http import from_elsewhere, public
from kernel.tokens import Token

REQUEST_TYPE = "application/oauth-authz-req+jwt"


class WalletPath(BaseModel):
    token: Annotated[str, Field(max_length=100)]


def blueprint(mobile: MobileId) -> APIBlueprint:
    bp = APIBlueprint("identity_wallet", __name__, url_prefix="/api/wallet", abp_tags=[tag])

    @bp.get("/requests/<token>", summary="What a wallet is asked", responses={200: None})
    @public
    def read_request(path: WalletPath) -> Response:
        signed = mobile.request(visit(), Token(path.token))
        return Response(signed, content_type=REQUEST_TYPE, headers={"Cache-Control": "no-store"})

    @bp.post("/answers/<token>", summary="What a wallet answers", responses={200: None})
    @public
    @from_elsewhere
    def answer(path: WalletPath) -> Response:
        """Its browser comes for it: nobody is signed in by this."""
        token, form = Token(path.token), request.form
        if "error" in form:
            mobile.decline(visit(), token, form.get("state", ""))
            return jsonify({})
        back = mobile.answer(visit(), token, form.get("response", ""))
        return jsonify({"redirect_uri": back} if back else {})

    return bp
