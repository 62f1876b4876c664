"""Units' result lists (平时考核结果登记表, S3-29..31): signed, consented to, handed in as one."""

from kaohe.workflow.lists.sign import consent_list, hand_in_list, return_list, sign_list

__all__ = ["consent_list", "hand_in_list", "return_list", "sign_list"]
