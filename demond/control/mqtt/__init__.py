"""MQTT: a demond as a device of Home Assistant, or of whoever reads its topics. Off unless a broker is named; no torch.

paho-mqtt is imported by `client` alone, once it connects.
"""

from demond.control.mqtt.port import Mqtt

__all__ = ["Mqtt"]
