"""Compiled plans (执行计划): an operation turned into Python once, and run for every request that sends it.

What a plan answers is what graphql-core answers, errors included; what plans don't cover is left to graphql-core
(docs/adr/0013-compiled-plans.md).
"""

from kaohe.graphql.plans.plan import Plan

__all__ = ["Plan"]
