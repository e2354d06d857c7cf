"""The people of the demonstration: who they are called, what they sign in with, which role they have."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from brandportal.accounts.enums import Role
from demo.profiles import profiles
from demo.ratings import MEMBERS, SUPERVISORS

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = (
    "明远 静宜 建国 海燕 志强 晓梅 文博 春华 立新 玉兰 国栋 秀英 俊杰 雅琴 永康 丽娟 家明 慧敏 振华 桂芳 "
    "思源 淑珍 德胜 若兰 卫东 晓光 洪涛 美玲 学礼 凤霞 正平 佳怡 守信 月华 宏伟 素云 长青 欣然 万里 巧云 "
    "敬业 婉清 世昌 红霞 子涵 爱民 承志 书香 兆丰 惠兰 成林 雪梅 克勤 春燕 云鹏 竹青 广生 晓岚 仁杰 玉珍"
).split()
OFFICE, COMMITTEE = "county-organization", "county-office"
OFFICES = {
    OFFICE: ("县委组织部", "Organization Department of the County Committee"),
    COMMITTEE: ("县委办公室", "General Office of the County Committee"),
}


@dataclass(frozen=True)
class Person:
    """One account; `unit` is a unit's code or empty."""

    username: str
    name: str
    roles: tuple[Role, ...]
    unit: str = ""


def people(*, seed: int) -> list[Person]:
    """Return the same accounts in the same order for every seed; only their names follow it."""
    names = _names(random.Random(f"people:{seed}"))
    return [Person(username, next(names), roles, unit) for username, roles, unit in _posts()]


def _posts() -> Iterator[tuple[str, tuple[Role, ...], str]]:
    yield "administrator", (Role.ADMINISTRATOR,), OFFICE
    yield "organizer", (Role.ORGANIZER,), OFFICE
    yield "organizer-2", (Role.ORGANIZER,), OFFICE
    yield "auditor", (Role.AUDITOR,), OFFICE
    yield "secretary", (Role.SECRETARY,), COMMITTEE
    for profile in profiles():
        yield f"drafter-{profile.key}", (Role.DRAFTER,), profile.key
        yield f"approver-{profile.key}", (Role.APPROVER,), profile.key
    for number in range(1, SUPERVISORS + 1):
        yield f"supervisor-{number:02d}", (Role.SUPERVISOR,), ""
    yield "chair", (Role.PANEL, Role.CHAIR), ""
    for number in range(2, MEMBERS + 1):
        yield f"panel-{number}", (Role.PANEL,), ""


def _names(rng: random.Random) -> Iterator[str]:
    pairs = [f"{surname}{given}" for surname in SURNAMES for given in GIVEN]
    yield from rng.sample(pairs, len(pairs))
