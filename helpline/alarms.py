"""Alarms: what can be out of order in the running of the helpline, in the order in which it matters."""

from enum import StrEnum


class Alarm(StrEnum):
    """One thing out of order. It stands until it is over; who watches over the house is called once when it begins."""

    DISK_FULL = "disk_full"
    WORKER_SILENT = "worker_silent"
    WEBHOOK_ELSEWHERE = "webhook_elsewhere"
    WEBHOOK_FAILING = "webhook_failing"
    UPDATES_PENDING = "updates_pending"
    WATCH_BLIND = "watch_blind"
