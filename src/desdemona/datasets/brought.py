"""The datasets that people bring themselves, under an agreement with those who keep them."""

from desdemona.datasets.dataset import KnownDataset

RAVDESS = KnownDataset(
    id="ravdess",
    name="RAVDESS, Ryerson Audio-Visual Database of Emotional Speech and Song",
    about="24 actors speak and sing two sentences with eight emotions, as sound, picture and both.",
    source="Livingstone and Russo 2018, PLoS ONE 13(5) e0196391; Zenodo record, doi 10.5281/zenodo.1188976",
    licence="CC BY-NC-SA 4.0",
    terms="You bring your own copy, under its licence.",
    size="24.8 GB, 7,356 recordings",
    truth=("intended: the emotion that the actor was told to show",),
    caveats=(
        "Acted, by professional actors in Toronto with a neutral North American accent.",
        "24 people, so group differences have at most 12 people a side.",
        "Neutral has no strong intensity, and song has neither disgust nor surprise.",
    ),
    layout="any folders of .wav and .mp4 files named by seven two-digit codes, as in Actor_12/03-01-06-01-02-01-12.wav",
)

UBFC_RPPG = KnownDataset(
    id="ubfc-rppg",
    name="UBFC-rPPG",
    about="Videos of seated faces with a finger pulse oximeter: truth for pulse rate.",
    source="Bobbia et al. 2019, Pattern Recognition Letters 124, doi 10.1016/j.patrec.2017.10.017; "
    "its project page at the University of Burgundy",
    licence="given on request for research; its own terms",
    terms="You bring your own copy, under your agreement with its keepers.",
    size="not stated; 42 uncompressed videos of about a minute in DATASET_2, 8 in DATASET_1",
    truth=("sensor: pulse rate of a finger pulse oximeter, bpm",),
    caveats=(
        "The rate is the device's own, smoothed over seconds by a rule that is not documented.",
        "Faces of subjects 21 and 27 must not be shown in any publication, presentation or report.",
        "Skin tone, age and sex are not declared, so nothing can be said on groups.",
        "One camera, indoor light, people who sit still.",
    ),
    layout="DATASET_2: subjectN/ground_truth.txt and vid.avi; DATASET_1: N-gt/gtdump.xmp and vid.avi",
)

DAISEE = KnownDataset(
    id="daisee",
    name="DAiSEE, Dataset for Affective States in E-Environments",
    about="Ten-second webcam clips of people who watch lessons, rated for engagement, boredom, confusion, frustration.",
    source="Gupta et al. 2016, arXiv 1609.01885; its project page at IIT Hyderabad",
    licence="its own terms, for research",
    terms="You bring your own copy, under your agreement with its keepers.",
    size="not stated; 9,068 clips of 112 people",
    truth=("perceived: four levels from very low to very high, pooled from a crowd of raters",),
    caveats=(
        "Perceived: what others made of a face; nobody asked the watchers whether they were engaged.",
        "The single votes are not given, so raters among themselves cannot be assessed.",
        "Levels are very uneven: most clips are engaged and few are not, so a constant answer is often right.",
        "Students in India; no group is read here.",
    ),
    layout="Labels/TrainLabels.csv (Validation…, Test…) and DataSet/Train/110001/1100011002/1100011002.avi",
)

CASME2 = KnownDataset(
    id="casme2",
    name="CASME II, Chinese Academy of Sciences Micro-expressions II",
    about="Micro-expressions of people who watched films and tried to show nothing, filmed at 200 frames a second.",
    source="Yan et al. 2014, PLoS ONE 9(1) e86041, doi 10.1371/journal.pone.0086041",
    licence="its own licence agreement, for research",
    terms="You bring your own copy, under your agreement with its keepers (Institute of Psychology, CAS).",
    size="not stated; about 250 micro-expressions of 26 people",
    truth=("perceived: the emotion that coders estimated, on the stretch of each micro-expression",),
    caveats=(
        "The emotion is an estimate of coders who saw the action units, the film and what the person said of it; "
        "it is not what was felt.",
        "Labels are very uneven ('others' is the largest class; fear and sadness have a handful).",
        "A clip is cut round its expression, so it cannot show how often a system finds one where there is none.",
        "One laboratory, one fast camera, people who sit still; no group is read here.",
    ),
    layout="CASME2-coding-20140508.xlsx (or .csv) and CASME2_RAW_selected/sub01/EP02_01f/img1.jpg",
)

NTHU_DDD = KnownDataset(
    id="nthu-ddd",
    name="NTHU-DDD, Driver Drowsiness Detection",
    about="People who act awake and drowsy at a simulated wheel, with and without glasses, by day and by night.",
    source="Weng, Lai and Lai 2016, ACCV Workshops, doi 10.1007/978-3-319-54427-4_9",
    licence="its own agreement, for research",
    terms="You bring your own copy, under your agreement with its keepers (National Tsing Hua University).",
    size="not stated; 36 people, 360 videos for training",
    truth=(
        "perceived: drowsy or not, frame by frame, as annotators marked it",
        "perceived: what eyes, head and mouth do, frame by frame, where the copy has it",
    ),
    caveats=(
        "Drowsiness is acted: a system that finds it here finds acted yawns and nods, not sleepiness.",
        "Whether a yawn or a nod counts as drowsy was decided by those who marked the frames.",
        "Times are frame numbers over 30 a second by day and 15 by night, as the notes say of the .avi files.",
        "Neither sex nor skin tone is declared in the files, so nothing can be said on groups.",
        "Copies of single frames that go round the web are not this dataset and split people over both sides.",
    ),
    layout="Training Dataset/001/glasses/001_yawning_drowsiness.txt, Evaluation Dataset/004/004_glasses_mixing_…, "
    "Testing_Dataset/test_label_txt/wh/003_glasses_mixing_…, the videos beside them",
)

UTA_RLDD = KnownDataset(
    id="uta-rldd",
    name="UTA-RLDD, Real-Life Drowsiness Dataset",
    about="Sixty people film themselves for ten minutes each when alert, when low in vigilance and when drowsy.",
    source="Ghoddoosian, Galib and Athitsos 2019, CVPR Workshops, arXiv 1904.07312; its page at sites.google.com",
    licence="its own terms, for research",
    terms="You bring your own copy from its keepers (University of Texas at Arlington).",
    size="about 100 GB; 180 videos of 60 people, 30 hours",
    truth=("self_report: alert, low vigilance or drowsy, as each person said of the own video",),
    caveats=(
        "Self-reported: one word for ten minutes; nobody measured sleepiness.",
        "Cameras, rooms and hours differ between the three videos of a person; a system may learn these instead.",
        "51 men and 9 women; nothing is read of groups here.",
        "Filmed at a desk, not in a car.",
    ),
    layout="Fold1_part1/01/0.mov, 5.mov and 10.MOV (0 alert, 5 low vigilance, 10 drowsy), in any folders",
)

WESAD = KnownDataset(
    id="wesad",
    name="WESAD, Wearable Stress and Affect Detection",
    about="Sensors on chest and wrist while people rest, give a speech, watch something funny and meditate.",
    source="Schmidt et al. 2018, ICMI, doi 10.1145/3242969.3242985",
    licence="its own terms, for research that is not commercial",
    terms="You bring your own copy, under its terms.",
    size="not stated; 15 people, about two hours each",
    truth=(
        "induced: baseline, stress, amusement or meditation, on the stretch of each",
        "self_report: valence and arousal from 1 to 9, as each person marked them after each stretch",
    ),
    caveats=(
        "Induced: the condition is what was done to people, not what they felt; their reports say how far it worked.",
        "15 people, and a fixed set of conditions: the hour and sitting or standing go with the condition.",
        "No video: for systems that read the pulse or skin from sensors.",
        "Times are those of the chest sensor's own recording.",
    ),
    layout="S2/S2_quest.csv … S17/S17_quest.csv, the recordings beside them",
)
