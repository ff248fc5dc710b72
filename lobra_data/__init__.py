"""Lobra: the records of local crime prevention councils, and the yearly report made of them.

>>> import lobra_data
>>> lobra_data.meetings(council="hagersten-alvsjo", year=2021)["place"].tolist()
['Skype']
"""

from lobra_data import describing, frames
from lobra_data.describing import *  # noqa: F403
from lobra_data.errors import LobraError
from lobra_data.frames import *  # noqa: F403

__version__ = "0.1.0"
__all__ = ["LobraError"]
__all__ += describing.__all__
__all__ += frames.__all__
