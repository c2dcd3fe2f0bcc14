-- Set-based: 100,000 people and 1,000 shops in a second or two. The limit is far away so that no order is refused:
-- a refused order would write less and flatter this side.
insert into people (person_id, standing, limit_minor)
  select i, 1, 1000000000000000 from generate_series(1, :people) i;
insert into shops (shop_id, name) select i, 'shop ' || i from generate_series(1, :shops) i;
insert into offers (offer_id, shop_id, version, grace_days, late_fee_minor, late_fee_cap_minor, terms)
  select i, i, 1, 2, 500, 20000, jsonb_build_object('kind', 'rental', 'title', 'Folding bicycle, per day', 'ladder', '[25,50,75,100]'::jsonb)
  from generate_series(1, :shops) i;
