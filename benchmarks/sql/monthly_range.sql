-- Users of the last 28 days for every day, by a range join of shown days and each user's days.
with user_days as (
    select distinct cast(happened_at as date) as day, user_id from '$path'
),
shown as (select distinct day as period from user_days)
select period, count(distinct user_id) as monthly_users
from shown
join user_days on day <= period and day > period - 28
group by 1
order by 1
