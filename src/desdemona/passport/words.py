"""The passport's sentences: what was done, what it means and what it does not."""

TITLE = """# Passport of the phantom

What is asked of Desdemona, what her pixels and samples show, whether detectors made for real faces accept her, and
what she is not. `make passport` (`python -m desdemona.passport --out docs/passport.md`) measures all of it and writes
this page; but for the memory of a process, the same code gives the same page.

Everything in the first part is measured by means that share no code with the channels of this package: areas and
edges of pixels, mean colours, lock-ins, zero crossings, autocorrelation, hashes. They take nothing from the drawing
either but its specification (the camera, the distance between the eyes of a person by number). "(set)" marks a
tolerance that was asked of us; all others are our choice. A row that fails stays in its table.
"""

ASKED_AND_FOUND = """## Asked and found
"""

UNITS = """Person 0 (tone 3) 384 px high, at rest, half and full. The measure must go up from step to step in the
direction that is asked; when only her left acts, at least 69 % of the changed light must lie on that side (chance is
50 %; lips and brows pull at the other half)."""

ACCEPTANCE = """## Accepted by detectors made for real faces

These models know nothing of the drawing and were trained on photographs of people. That they accept her says that she
is near enough to a face to be measured at all, nothing more.
"""

ACCEPTED = """### A face

The short-range face detector (Bazarevsky et al. 2019), one look at one picture of 384 px without noise; accepted is a
score of at least 0.8 on the face. Frontal: {people} random identities (numbers {first} to {last}) × 10 skin tones.
Turned by 30°: the same people in tones 1, 4, 7 and 10, to both sides. Other poses, faces and lights, and what is worn:
every fifth of them ({few}), in tones 1, 4, 7 and 10. Asked of us: 95 % frontal, 80 % turned. Pictures of one person
are no independent trials; the column of people counts each of them once."""

FOLLOWED = """### Landmarks follow the action units

The face mesh (Kartynnik et al. 2019) on three faces, person 0 (tone 3), 10 (tone 6) and 40 (tone 8), each unit at its
full on both sides. Followed is: every point goes the right way, by at least 0.2 mm, in the mean by 0.5 mm.

- Followed only weakly: {weak}.
- **Not followed: {lost}.**

For these the mesh is a poor witness or none, and nothing that rests on its points alone can be tested on them. The
drawing does move: the second column says what its pixels do, as measured above. (AU5 at its full opens the lids by
24 % of the eye's height, some 2.5 mm, of which the mesh's points show a few tenths.)"""

POSTURES = """### A body

The pose detector (Bazarevsky et al. 2020) on the {people} people of the cast, one look at one picture of 1280 × 720.
A joint is near where it is seen within 0.35 shoulder widths of its place in the scene; joints under a table are left
out. Accepted is: found, and joints near, for at least 80 %.

**Not accepted: {refused}.** There the body is offered as truth at the level of tracks (postures, joints and boxes of
the scene over time), not as a picture for a pose detector."""

CLASSROOM = "Pupils' faces found by the full-range face detector in a classroom of thirty, 1920 × 1080:"

SKIN = """## Why the pulse is weaker on darker skin

Light goes through an epidermis that absorbs, comes back from a deep dermis that scatters and holds the blood, and
goes out through the epidermis again. From papers are: the absorption of melanosomes and its range from very light to
very dark skin, the scattering and the rest of the absorption (Jacques 1998); the absorption of haemoglobin (Prahl's
compilation of data by Gratzer and by Kollias); the reflectance of a half-space (Flock, Patterson, Wilson and Wyman
1989). Our choice are: how much blood there is (1.2 % of the dermis) and how much of it carries oxygen (75 %), a
yellow pigment, the three bands of the camera, 1 % of light that comes back from the epidermis itself and met no
blood, the exposure, and how Monk's tones are laid out over melanin.

The 1 % is what makes the *relative* pulse fall with melanin: on light skin it is lost in the rest. That the pulse
which cameras see falls with melanin is what Nowara, McDuff and Veeraraghavan 2020 and Dasari et al. 2021 report; *how
fast* it falls here is a model, not their measurement. On the lightest skin red : green : blue come out near the 0.43
: 1 : 0.69 of the blood-volume vector of de Haan and van Leest 2014. Shine lies over the skin and has no pulse, so
that the pixels show less than the skin has, most of all on dark skin. The rows on the pulse's size above ask for what
the skin has, and show by how much.
"""

NOT = """## What she is not

- **No claim that a result on a phantom is a result on people.** What fails on her has failed where everything was
  known; what works on her has still to be shown on people.
- **No evidence for what was tuned on her.** Gains and limits of channels that were set on phantoms are recovered on
  phantoms by construction. Only detectors and formulas that were made elsewhere are witnesses here.
- **No population.** Measures of faces are drawn from ranges that we chose; skin tone is chosen apart from them. No
  share of anything in her says how common it is among people.
- **No feelings.** A smile is geometry. Nothing about her can be right or wrong as an emotion.

Known weak spots:

- Monk's swatches are colours for screens, not reflectances of skin; the lightest and the darkest lie beyond what skin
  reflects, and melanin for each tone is a compromise of ours.
- The camera has no automatic exposure: dark skin in dim light is as dark as it comes.
- The head turns to 35°, nods to 25° and tilts to 30°; beyond that a script is refused. The eyes turn to 30°.
- Silhouettes move with the jaw only: cheeks and lips do not change the outline of a turned face.
- The lids' edges are simple curves; lashes and the fold of the lid are drawn after them and do not fold.
- Tremor and breathing of a face alone shift the finished picture: fine for parts of a pixel, wrong for large sways.
  The wall goes along. In a scene the body itself moves.
- A tremor of the hands shows in scenes only, as a shift; hands and trunk do not turn. Fingers do not tremble.
- Blood is one wave over the whole face, at one time: no transit from forehead to chin, no vessels.
- The voice sounds words out by spelling rules for English and knows no prosody of its own; it is exact, not natural.
- A voice is made whole before its first second is heard and takes about 40 MB a minute; pictures are made one by one.
- Pictures are measured here without codec and without noise unless a row says otherwise.
"""
