"""Accounts and bearer sessions (账号、登录)."""

from kaohe.workflow.accounts.actor_of import actor_of, actor_of_login, actors_of
from kaohe.workflow.accounts.change_password import change_password
from kaohe.workflow.accounts.create_account import create_account
from kaohe.workflow.accounts.disable_account import disable_account, enable_account
from kaohe.workflow.accounts.operator import operator
from kaohe.workflow.accounts.reset_password import reset_password
from kaohe.workflow.accounts.sign_in import SignedIn, sign_in
from kaohe.workflow.accounts.sign_out import sign_out

__all__ = [
    "SignedIn",
    "actor_of",
    "actor_of_login",
    "actors_of",
    "change_password",
    "create_account",
    "disable_account",
    "enable_account",
    "operator",
    "reset_password",
    "sign_in",
    "sign_out",
]
