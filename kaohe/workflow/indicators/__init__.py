"""Individual and elastic indicators (个性指标、弹性指标): set by units, entered for their people (S0-6, S0-7)."""

from kaohe.workflow.indicators.forget import forget_points
from kaohe.workflow.indicators.record import record_indicators
from kaohe.workflow.indicators.set import IndicatorsInput, set_indicators

__all__ = ["IndicatorsInput", "forget_points", "record_indicators", "set_indicators"]
