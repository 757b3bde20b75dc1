"""The channels from contact sensors and brought context, in the order of their columns."""

from desdemona.channels.contact.brain import EEG
from desdemona.channels.contact.breathing import BREATH_RATE
from desdemona.channels.contact.conductance import CONDUCTANCE
from desdemona.channels.contact.contact_channel import ContactChannel
from desdemona.channels.contact.given import GIVEN
from desdemona.channels.contact.heart_channels import HEART_ECG, HEART_PPG
from desdemona.channels.contact.vehicle import VEHICLE

CONTACT: tuple[ContactChannel, ...] = (*HEART_ECG, *HEART_PPG, BREATH_RATE, *CONDUCTANCE, *EEG, *VEHICLE, *GIVEN)
