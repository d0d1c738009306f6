"""Command numbers (CN) and system numbers (ST).

Sources: HJ 212-2017, 6.6.1 (systems) and 6.6.5 (commands); the rows marked 2025 are additions of HJ 212-2025
as cited by two independent public implementations, not read in the standard itself. The numbers of the 2005
edition that later editions dropped are not listed, so an unlisted number of a 2005 frame is no fault.
"""

from typing import Final, NamedTuple

from hj212.flags import Edition

_2017 = Edition.HJ212_2017
_2025 = Edition.HJ212_2025


class Command(NamedTuple):
    """A command number with its meaning and the first edition (of 2017 and 2025) that has it."""

    code: str
    name_zh: str
    name_en: str
    since: Edition = _2017


_COMMANDS = (
    Command("1000", "设置超时时间及重发次数", "set time-out and repeats"),
    Command("1001", "硬件序号", "hardware serial number", _2025),
    Command("1011", "提取/上传现场机时间", "read device clock"),
    Command("1012", "设置现场机时间", "set device clock"),
    Command("1013", "现场机时间校准请求", "device asks for the time"),
    Command("1014", "更换密钥", "change key", _2025),
    Command("1061", "提取/上传实时数据间隔", "read real-time interval"),
    Command("1062", "设置实时数据间隔", "set real-time interval"),
    Command("1063", "提取/上传分钟数据间隔", "read minute interval"),
    Command("1064", "设置分钟数据间隔", "set minute interval"),
    Command("1072", "修改访问密码", "change password"),
    Command("2011", "实时数据", "real-time data"),
    Command("2012", "停止察看实时数据", "stop real-time data"),
    Command("2013", "VOCs 原始数据", "raw VOC data", _2025),
    Command("2021", "设备运行状态数据", "equipment state"),
    Command("2022", "停止察看设备运行状态", "stop equipment state"),
    Command("2031", "日历史数据", "daily data"),
    Command("2041", "设备运行时间日历史数据", "equipment running time of a day"),
    Command("2051", "分钟数据", "minute data"),
    Command("2061", "小时数据", "hourly data"),
    Command("2081", "数采仪开机时间", "data logger's start time"),
    *(Command(str(code), "现场机控制", "device control") for code in range(3011, 3022)),
    Command("9011", "请求应答", "reply to a request"),
    Command("9012", "操作执行结果", "result of execution"),
    Command("9013", "通知应答", "reply to a notice"),
    Command("9014", "数据应答", "reply to data"),
    Command("9015", "心跳", "heartbeat", _2025),
)

COMMANDS: Final[dict[str, Command]] = {command.code: command for command in _COMMANDS}

REAL_TIME: Final = "2011"
MINUTE: Final = "2051"
HOUR: Final = "2061"
DAY: Final = "2031"
# Uploads whose data area is decoded to readings.
UPLOADS: Final[frozenset[str]] = frozenset({REAL_TIME, MINUTE, HOUR, DAY})

REQUEST_REPLY: Final = "9011"
EXECUTION_RESULT: Final = "9012"
NOTICE_REPLY: Final = "9013"
DATA_REPLY: Final = "9014"

SYSTEM_INTERACTION: Final = "91"
SYSTEMS: Final[dict[str, str]] = {
    "21": "地表水质量监测",
    "22": "空气质量监测",
    "23": "声环境质量监测",
    "27": "大气环境污染源 VOCs",
    "31": "大气环境污染源",
    "32": "地表水体环境污染源",
    "39": "工地扬尘污染源",
    "44": "用电监控",
    "45": "关键生产工况",
    "51": "烟气排放过程监控",
    "52": "污水排放过程监控",
    SYSTEM_INTERACTION: "系统交互",
}
