-- Shares follow nobody's: a product that grows outside of its first market. Offsets are standard time.
SELECT * FROM (VALUES
    ('US', 'US',    'en', 'America/New_York',    -5, 0.0030, 2.60, 'sunday'),
    ('BR', 'LATAM', 'pt', 'America/Sao_Paulo',   -3, 0.0045, 0.70, 'sunday'),
    ('MX', 'LATAM', 'es', 'America/Mexico_City', -6, 0.0040, 0.65, 'sunday'),
    ('DE', 'EU',    'de', 'Europe/Berlin',        1, 0.0022, 1.90, 'sunday'),
    ('FR', 'EU',    'fr', 'Europe/Paris',         1, 0.0022, 1.70, 'sunday'),
    ('GB', 'EU',    'en', 'Europe/London',        0, 0.0020, 2.00, 'sunday'),
    ('ES', 'EU',    'es', 'Europe/Madrid',        1, 0.0024, 1.30, 'sunday'),
    ('ID', 'SEA',   'id', 'Asia/Jakarta',         7, 0.0060, 0.35, 'sunday'),
    ('VN', 'SEA',   'vi', 'Asia/Ho_Chi_Minh',     7, 0.0055, 0.35, 'sunday'),
    ('TH', 'SEA',   'th', 'Asia/Bangkok',         7, 0.0045, 0.45, 'sunday'),
    ('SA', 'MENA',  'ar', 'Asia/Riyadh',          3, 0.0040, 1.20, 'saturday'),
    ('EG', 'MENA',  'ar', 'Africa/Cairo',         2, 0.0050, 0.30, 'saturday'),
    ('CN', 'EA',    'zh', 'Asia/Shanghai',        8, 0.0015, 0.80, 'sunday')
) AS c(country, region, language, timezone, utc_offset, daily_growth, cost_level, weekend_ends)
