"""The way in, beside the stages: opening, whole-file memory, judgement, receipt, placing.

What `submit` needs that is no stage, so that the journey stays on one page. It passes rows
that may identify on without naming them, and knows no order of stages.
"""
