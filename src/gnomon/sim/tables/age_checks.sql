-- Age checks at sign-up; a labelled sample knows who is a minor.
SELECT
    q.user_id AS check_id, q.user_id, q.signed_up_at AS required_at,
    CASE WHEN q.is_answered THEN q.signed_up_at + to_seconds(CAST(3 + 60 * q.u_answer * q.u_answer AS BIGINT)) END AS checked_at,
    pick(q.u_method, 'birthday', 0.82, 'estimation', 0.13, 'document', 0.05) AS method,
    q.is_answered AND q.u_pass < CASE WHEN q.is_young THEN lever('minor_pass', 0.055, q, signed_up_at) ELSE 0.975 END AS is_passed,
    CASE WHEN q.u_label < 0.08 THEN q.is_young END AS is_minor,
    q.country AS _country, q.platform AS _platform
FROM (
    SELECT p.*, p.age_band IN ('13-15', '16-17') AS is_young,
           u('answer', p.user_id) AS u_answer, u('method', p.user_id) AS u_method,
           u('pass', p.user_id) AS u_pass, u('label', p.user_id) AS u_label,
           u('answer', p.user_id) < lever('age_check_share', 0.965, p, signed_up_at) AS is_answered
    FROM people AS p
    WHERE p.signup_day >= :day_from AND p.signup_day < :day_to
) AS q
