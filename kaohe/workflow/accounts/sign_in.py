"""Signing in (登录): a bearer session for a login and its password."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.config import Settings
from kaohe.schema.models import Account, BearerSession, Person
from kaohe.workflow.accounts.passwords import matches
from kaohe.workflow.accounts.tokens import hash_of, new_token
from kaohe.workflow.domain.calendar import minute_words
from kaohe.workflow.domain.refusals import Code, Refused, refuse

#: So many wrong passwords in a row lock an account for so long.
LOCK_AFTER = 5
LOCKED_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class SignedIn:
    """The token for the Authorization header, and when it expires. `must_change`: the password is an initial one."""

    token: str
    expires_at: datetime
    must_change: bool


async def sign_in(session: AsyncSession, login: str, password: str, now: datetime, settings: Settings) -> SignedIn:
    """Open a bearer session. Raises Refused: BAD_LOGIN, without saying what is wrong, or ACCOUNT_LOCKED.

    A wrong password is counted although the answer is a refusal: the transaction is committed before it is raised.
    Attempts on one account wait for each other, so that guesses in parallel count too.
    """
    account = await _locked_row(session, login)
    if account is not None and account.locked_until is not None and now < account.locked_until:
        raise _locked(account.locked_until)
    if not await matches(account.password_hash if account else None, password):
        raise await _failed(session, account, now)
    assert account is not None  # nobody has no password
    account.failures, account.locked_until = 0, None
    return await _begin(session, account, now, now + timedelta(hours=settings.session_hours))


async def _locked_row(session: AsyncSession, login: str) -> Account | None:
    """The account, unless it is disabled or its person has left: then there is none for whoever asks."""
    statement = (
        select(Account)
        .join(Person, (Person.body_id == Account.body_id) & (Person.id == Account.person_id))
        .where(Account.login == login.strip(), ~Account.disabled, Person.active)
        .with_for_update(of=Account)
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(statement)).one_or_none()


async def _failed(session: AsyncSession, account: Account | None, now: datetime) -> Refused:
    if account is None:
        return refuse(Code.BAD_LOGIN)
    account.failures = 1 if account.locked_until is not None else account.failures + 1
    account.locked_until = now + LOCKED_FOR if account.failures >= LOCK_AFTER else None
    locked_until = account.locked_until
    await session.commit()
    return _locked(locked_until) if locked_until is not None else refuse(Code.BAD_LOGIN)


def _locked(until: datetime) -> Refused:
    return refuse(Code.ACCOUNT_LOCKED, until=minute_words(until))


async def _begin(session: AsyncSession, account: Account, now: datetime, expires_at: datetime) -> SignedIn:
    of_account = (BearerSession.body_id == account.body_id) & (BearerSession.account_id == account.id)
    await session.execute(delete(BearerSession).where(of_account, BearerSession.expires_at <= now))
    token = new_token()
    session.add(
        BearerSession(
            token_hash=hash_of(token),
            body_id=account.body_id,
            account_id=account.id,
            created_at=now,
            expires_at=expires_at,
        )
    )
    await session.flush()
    return SignedIn(token, expires_at, account.must_change)
