"""Who can sign in to the demo body, for the banner of `kaohe up`. The password is the same for all, and no secret."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

BODY = "psb"
DEMO_PASSWORD = "kaohe-demo"

#: Logins by who uses them, in Chinese and English, in the order of a case's way.
LOGIN_ROLES = {
    "person": ("民警本人", "a person assessed"),
    "clerk": ("单位经办人", "unit clerk"),
    "leader": ("单位主要领导", "unit's main leader"),
    "incharge": ("分管局领导", "leader in charge"),
    "chief": ("局长", "head of the body"),
    "office": ("考核办", "assessment office"),
    "secretary": ("党委秘书", "committee secretary"),
    "member": ("党委委员", "committee member"),
    "approver1": ("一线实绩考察组", "inspection group"),
    "approver2": ("县公务员主管部门", "county authority"),
    "admin": ("系统管理员", "administrator"),
}

_NAMES = text("""
SELECT a.login, p.name FROM account a JOIN body b ON b.id = a.body_id AND b.key = :body
  JOIN person p ON p.body_id = a.body_id AND p.id = a.person_id
 WHERE a.login = ANY(:logins)
""")


@dataclass(frozen=True, slots=True)
class Login:
    """One line of the banner."""

    account: str
    name: str
    role: str
    role_en: str
    password: str = DEMO_PASSWORD

    @property
    def words(self) -> str:
        return f"{self.role} · {self.role_en} ({self.name})"


async def demo_logins(session: AsyncSession) -> list[Login]:
    """The demo's logins that the database has; none where there is no demo body."""
    found = await session.execute(_NAMES, {"body": BODY, "logins": list(LOGIN_ROLES)})
    names = {row.login: row.name for row in found}
    return [Login(login, names[login], *roles) for login, roles in LOGIN_ROLES.items() if login in names]
