"""Reviews over HTTP."""

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, Field

from kernel.actor import Role
from kernel.http import Reply, created, current_actor, reply
from mobile_admin.reviews.model import Verdict, Wish
from mobile_admin.reviews.service import Reviews
from mobile_admin.submissions.api import SubmissionPath

TAG = Tag(name="field reviews", description="What heads said of what was sent")


class ReviewWishBody(BaseModel):
    """`seen` counts the reviews that were shown when this one was decided."""

    verdict: Verdict
    reason: str = Field(default="", max_length=1000)
    seen: int = Field(ge=0, le=100_000)


class ReviewBody(BaseModel):
    seq: int
    verdict: Verdict
    reason: str
    by: str
    at: AwareDatetime


class ReviewsBody(BaseModel):
    """`corrected_by` is what is accepted or sent back instead."""

    reviews: list[ReviewBody]
    may_review: bool
    corrected_by: str | None


class LatestReviewBody(BaseModel):
    submission_id: str
    verdict: Verdict
    reason: str
    at: AwareDatetime


class LatestReviewsBody(BaseModel):
    reviews: list[LatestReviewBody]


def blueprint(reviews: Reviews) -> APIBlueprint:
    bp = APIBlueprint("mobile_reviews", __name__, url_prefix="/api/field", abp_tags=[TAG])
    of_one = "/submissions/<submission_id>/reviews"

    @bp.get("/reviews", summary="What holds of each", responses={200: LatestReviewsBody})
    def latest_reviews() -> Reply:
        found = [
            LatestReviewBody(
                submission_id=each.submission_id, verdict=each.verdict, reason=each.reason,
                at=each.at,
            )
            for each in reviews.latest(current_actor())
        ]  # fmt: skip
        return reply(LatestReviewsBody(reviews=found))

    @bp.get(of_one, summary="All of one", responses={200: ReviewsBody})
    def read_reviews(path: SubmissionPath) -> Reply:
        actor = current_actor()
        found = [
            ReviewBody(seq=r.seq, verdict=r.verdict, reason=r.reason, by=name, at=r.at)
            for r, name in reviews.read(actor, path.submission_id)
        ]
        later = reviews.correction(actor, path.submission_id)
        may = Role.MANAGER in actor.roles
        return reply(ReviewsBody(reviews=found, may_review=may, corrected_by=later))

    @bp.post(of_one, summary="Decide", responses={201: LatestReviewBody})
    def add_review(path: SubmissionPath, body: ReviewWishBody) -> Reply:
        wish = Wish(body.verdict, body.reason, body.seen)
        made = reviews.add(current_actor(), path.submission_id, wish)
        return created(
            LatestReviewBody(
                submission_id=made.submission_id, verdict=made.verdict, reason=made.reason,
                at=made.at,
            )
        )  # fmt: skip

    return bp
