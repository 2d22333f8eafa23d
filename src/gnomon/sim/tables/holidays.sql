SELECT country, day, name, kind FROM given_holidays
