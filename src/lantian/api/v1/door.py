"""The door for programs: /v1/ with its contract, who may come in, and what refusals look like."""

import logging
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError, ValidationErrorContext
from ninja.renderers import JSONRenderer

from airshed import AirshedError
from lantian.accounts.rules import NotAllowed
from lantian.api.entry import BySession, ByToken
from lantian.api.v1 import (
    assessed,
    changing,
    explaining,
    handed,
    latest,
    observed,
    places,
    prospects,
    standings,
)
from lantian.api.v1.asking import NotThere, Unaskable
from lantian.kernel.references import BadAddress

logger = logging.getLogger(__name__)
ABOUT = (
    "Reads what its person may read, and changes nothing. Decimals come as text, exactly as they are kept; "
    "moments are in UTC and name the start of their hour; days are local. Every number has an address that "
    "leads down to the packets it was computed from."
)


class Door(NinjaAPI):
    """The contract, with refusals that name the offender."""

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> ValidationError:
        """The first wrong parameter as one sentence."""
        wrong = error_contexts[0].pydantic_validation_error.errors(include_url=False)[0]
        name = next((str(part) for part in reversed(wrong["loc"]) if isinstance(part, str)), "the question")
        if wrong["type"] == "missing":
            return ValidationError([{"error": f"{name} is missing; it is needed"}])
        needed = str(wrong["ctx"]["error"]) if wrong["type"] == "value_error" else _needed(wrong)
        return ValidationError([{"error": f"{name} is {str(wrong['input'])[:80]!r}; {needed} is needed"}])


def _needed(wrong: Any) -> str:  # Any: one error of pydantic, a plain mapping
    """What pydantic asks for, as the end of a sentence."""
    told = wrong.get("ctx", {})
    limits = {
        "greater_than_equal": "{ge} or more",
        "less_than_equal": "{le} or less",
        "string_pattern_mismatch": "a code of letters, digits, dots, dashes and underscores",
        "string_too_long": "at most {max_length} characters",
        "string_too_short": "at least {min_length} character",
        "too_long": "at most {max_length} of them",
        "enum": "{expected}",
        "literal_error": "{expected}",
        "int_parsing": "a whole number",
        "int_parsing_size": "a smaller whole number",
        "bool_parsing": "true or false",
    }
    known = limits.get(wrong["type"])
    return known.format(**told) if known else str(wrong["msg"]).lower()


class Plain(JSONRenderer):
    """JSON with Chinese as Chinese."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


api = Door(
    title="Lantian",
    version="1",
    description=ABOUT,
    urls_namespace="v1",
    docs_url=None,
    openapi_url="/openapi.json",
    renderer=Plain(),
    auth=[ByToken(), BySession()],
)
for _noun in (places, latest, assessed, observed, standings, prospects, handed, changing, explaining):
    api.add_router("", _noun.router)


def _trouble(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    said = {"error": sentence, "request": getattr(request, "request_id", "")}
    return api.create_response(request, said, status=status)


def _says(kind: type[Exception], status: int, sentence: str = "") -> None:
    """Answer an exception with its own sentence, or with one that tells nothing more."""

    def handle(request: HttpRequest, error: Any) -> HttpResponse:  # Any: ninja hands over each kind
        return _trouble(request, sentence or str(error), status=status)

    api.add_exception_handler(kind, handle)


_NOT_THERE = "there is nothing of that name here, or it is not yours to see"
_says(AuthenticationError, 401, "sign in, or send a token of your own: Authorization: Bearer lt_…")
_says(NotAllowed, 403)
_says(NotThere, 404)
_says(ObjectDoesNotExist, 404, _NOT_THERE)
_says(Http404, 404, _NOT_THERE)
_says(Unaskable, 422)
_says(BadAddress, 422)
_says(AirshedError, 422)


@api.exception_handler(ValidationError)
def _wrong_parameter(request: HttpRequest, error: Any) -> HttpResponse:
    return _trouble(request, error.errors[0]["error"], status=422)


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Any) -> HttpResponse:
    """What nobody expected: the fault is written down under the number of the request."""
    logger.error("%s %s broke", getattr(request, "request_id", ""), request.path, exc_info=error)
    return _trouble(request, "something broke on our side; the fault is written down", status=500)


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return _trouble(request, str(error), status=error.status_code)


def nothing_here(request: HttpRequest) -> HttpResponse:
    """An address under /v1/ that asks nothing."""
    return _trouble(
        request, f"{request.path} asks nothing; /v1/openapi.json lists what may be asked", status=404
    )
