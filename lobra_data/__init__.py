"""Lobra: the records of local crime prevention councils, and the yearly report made of them.

>>> import lobra_data
>>> lobra_data.meetings(council="hagersten-alvsjo", year=2021)["place"].tolist()
['Skype']
"""

from lobra_data.tables import *  # noqa: F403
from lobra_data.tables import __all__  # noqa: F401

__version__ = "0.1.0"
