"""Measurements that systems claim and that are not made here, each with its reason."""

from desdemona.channels.contact.contact_channel import Refusal

REFUSED: tuple[Refusal, ...] = (
    Refusal(
        name="blood.pressure.video",
        reason="A camera sees how blood colours the skin, not the pressure it is under; no open formula has been "
        "validated against a cuff.",
        source="Stergiou et al. 2022 (J Hypertens 40:1449), statement of the European Society of Hypertension",
    ),
    Refusal(
        name="blood.pressure.pulse_wave",
        reason="The shape or the travel time of a pulse wave follows pressure only once a cuff has calibrated it on "
        "the same person, and drifts away from it; without a cuff a number would be the average person's.",
        source="Stergiou et al. 2022 (J Hypertens 40:1449), statement of the European Society of Hypertension",
    ),
    Refusal(
        name="oxygen.saturation.ppg",
        reason="Saturation is read from two wavelengths and the calibration line of one device; a single pulse wave "
        "has neither.",
        source="the ratio of ratios needs a red and an infrared light, and a line fitted to blood samples",
    ),
    Refusal(
        name="skin.temperature.video",
        reason="A colour camera records reflected light; what warm skin gives off has wavelengths it cannot see.",
        source="Planck's law: at 34 °C the radiation peaks near 9.4 µm, a camera ends near 1 µm",
    ),
    Refusal(
        name="heart.variability.ultra_short",
        reason="SDNN, RMSSD and LF/HF of less than 5 minutes cannot be compared with any published range.",
        source="Task Force 1996 (Circulation 93:1043): 5 minutes for short-term recordings",
    ),
)
