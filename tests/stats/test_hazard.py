from __future__ import annotations

import numpy as np

from gnomon.stats import Hazard, control_false_discovery


def test_bend_when_scores_follow_another_tail_then_pvalues_become_uniform():
    rng = np.random.default_rng(5)
    tail = Hazard.start((200,), edges=(0.0, 0.5, 1.5, 8.0), guess=(1.0,) * 4, prior=20, memory=1000)
    seen = []
    for step in range(600):
        scores = rng.exponential(0.6, 200)
        if step >= 300:
            seen.append(np.exp(-tail.bend(scores)))
        tail = tail.learn(scores, weight=np.ones(200))
    found = np.concatenate(seen)
    assert 0.8 < (found < 0.01).mean() / 0.01 < 1.3
    assert abs((found < 0.5).mean() - 0.5) < 0.03


def test_unbend_when_applied_to_bent_scores_then_gives_them_back():
    tail = Hazard.start((3,), edges=(0.0, 1.0), guess=(0.5, 2.0), prior=20, memory=100)
    scores = np.array([0.3, 1.0, 6.0])
    np.testing.assert_allclose(tail.unbend(tail.bend(scores)), scores, rtol=1e-5)


def test_false_discovery_when_nothing_passes_then_no_pvalue_is_called():
    assert control_false_discovery(np.array([0.4, np.nan, 0.9]), share=0.1) == 0.0
