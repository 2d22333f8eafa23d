-- Users of the last 28 days for every day: a user's day counts until it is 28 days old or the next day of that user
-- comes, so each is one step up and one step down of a running sum.
with user_days as (
    select distinct cast(happened_at as date) as day, user_id from '$path'
),
stays as (
    select day,
           least(day + 28, coalesce(lead(day) over (partition by user_id order by day), day + 28)) as gone
    from user_days
),
steps as (
    select day, sum(step) as step
    from (select day, count(*) as step from stays group by 1
          union all
          select gone, -count(*) from stays group by 1)
    group by 1
),
running as (select day as period, sum(step) over (order by day) as monthly_users from steps)
select period, monthly_users from running
where period <= (select max(day) from user_days)
order by 1
