"""The maps that come with the program read what those programs write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from deskterm.core.office import Office
from deskterm.core.reader import Row
from deskterm.shell.check import check
from deskterm.shell.fuel_logs.outcome import Outcome

Take = Callable[..., Outcome]
MAPS = (
    "acar",
    "deskterm",
    "drivvo",
    "fuelio",
    "fuelly",
    "lubelogger",
    "my-fuel-manager",
    "spritmonitor",
)
FUELLY = (
    "car_name, model, mpg, odometer, miles, gallons, price, city_percentage, fuelup_date,"
    " date_added, tags, notes, missed_fuelup, partial_fuelup, latitude, longitude, brand\n"
    '"Van", "V", 0, 1000.0, 0, 10.5, 3.259, 50, 03-09-2026, 03-09-2026, "", "", 0, 0, , , ""\n'
    '"Van", "V", 0, 1200.0, 200, 5, 3.259, 50, 03-19-2026, 03-19-2026, "", "", 0, 1, , , "Shell"\n'
    '"Van", "V", 0, 1400.0, 200, 8, 3.259, 50, 2026-03-29, 2026-03-29, "", "far", 1, 0, , , ""\n'
)
FUELIO = (
    '"## Vehicle"\n"Name","TankCount"\n"Van","2"\n"## Log"\n'
    '"Data","Odo (km)","Fuel (litres)","Full","Price (optional)","l/100km (optional)",'
    '"latitude (optional)","longitude (optional)","City (optional)","Notes (optional)","Missed",'
    '"TankNumber","FuelType","VolumePrice","StationID (optional)","ExcludeDistance","UniqueId",'
    '"TankCalc"\n'
    '"2026-03-10 16:01","90000.0","40","1","300","0","","","Elm St","","0","1","110","7.5","","0",'
    '"11","0"\n'
    '"2026-03-11 08:30","90100.0","20","1","80","0","","","","","0","2","400","4","","0","12","0"\n'
    '"## CostCategories"\n"CostTypeID","Name"\n"1","Service"\n'
)
SPRITMONITOR = (
    "Datum;Km-Stand;Teil-Km;Spritmenge;Kosten;Währung;Tankart;Reifen;Strecken;Fahrweise;"
    "Kraftstoff;Bemerkung;Verbrauch\n"
    '03.04.2026;88.600,00;500,00;1.040,50;380,00;"CNY";1;1;14;2;7;"";8,10\n'
    '02.04.2026;88100,00;6,00;40,76;0,00;"CNY";0;1;14;2;7;"";0,00\n'
    '04.04.2026;88700,00;100,00;10,00;70,00;"EUR";2;1;14;2;7;"";0,00\n'
)
LUBELOGGER = (
    "Date,Odometer,FuelConsumed,Cost,FuelEconomy,IsFillToFull,MissedFuelUp,Notes,Tags\n"
    '3/13/2026,90000,40.5,"$1,300.25",0,True,False,hello,\n'
    "4/1/2026,90500,20,100,0,False,True,,\n"
)
DRIVVO = (
    '##Refuelling\n"Одометр (km)","Дата","Топливо","Цена / L","Общая стоимость","Объем",'
    '"Полный бак","Второе топливо","Цена / L","Общая стоимость","Объем","Полный бак"\n'
    '"90000","2026-03-13 08:05:00","AI-95","7.50","300.00","40.00","Да","","0","0","0","Нет"\n'
    '"90500","14/3/2026","AI-95","7.50","150.00","20.00","Нет","LPG","4","40","10","Нет"\n'
    '##Service\n"Одометр (km)","Дата"\n"1","2026-01-01"\n'
)
MY_FUEL_MANAGER = (
    "My Fuel Manager - Fuel\n"
    "Date;Fillup volume;Odometer;Total price;Currency;Fuel;Tank status after fillup;%;Note;"
    "Vehicle name\n"
    '3/13/2026;50;100000;92;USD;2;F;100;"";"Volvo"\n'
    '3/20/2026;20;100500;40;USD;2;P;60;"";"Volvo"\n'
)
ACAR = (
    'Metadata\n"Android Version"\n"13"\n\nVehicles\n"Name","Type"\n"Altima","CAR"\n\n'
    "Fill-Up Records\n"
    '"Vehicle","Date","Time","Odometer Reading","Distance Unit","Volume","Volume Unit",'
    '"Price per Unit","Total Cost","Payment","Partial Fill-Up?","Previously Missed Fill-Ups?",'
    '"Fuel Efficiency","Fuel Brand","Notes"\n'
    '"Altima","07/20/2026","13:55","106,421","mi","10","gal","$3.969","$39.69","","No","No","","",""\n'
    '"Altima","08/20/2026","07:05","106,821","mi","40","LITER","1","40","","Yes","No","","",""\n'
    '\nEvent Records\n"Vehicle","Date"\n"Altima","07/20/2026"\n'
)


def _kept(office: Office) -> list[tuple[object, ...]]:
    def told(row: Row) -> tuple[object, ...]:
        names = ("at", "litres_ml", "amount_cents", "odometer_km", "full", "missed", "tank")
        return (str(row["at"])[:16], *(row[name] for name in names[1:]))

    with office.read() as reader:
        return [told(row) for row in reader.rows("SELECT * FROM slips ORDER BY at, id")]


def test_fuelly_tells_its_units_in_the_header(office: Office, take: Take) -> None:
    outcome = take(FUELLY, "fuelly", currency="CNY")
    assert outcome.rejected == []
    assert _kept(office) == [
        ("2026-03-09T04:00", 39747, 3422, 1609, 1, 0, 1),
        ("2026-03-19T04:00", 18927, 1630, 1931, 0, 0, 1),
        ("2026-03-29T04:00", 30283, 2607, 2253, 1, 1, 1),
    ]
    with office.read() as reader:
        assert reader.value("SELECT trip_m FROM slips ORDER BY at DESC") == 321_869
        assert reader.value("SELECT price_mills FROM slips") == 861
        assert reader.value("SELECT station FROM slips WHERE full = 0") == "Shell"
        note = "SELECT t.body FROM slips s JOIN texts t ON t.id = s.note_id"
        assert reader.value(note) == "far"


def test_the_two_tanks_of_fuelio_have_two_logs(office: Office, take: Take) -> None:
    outcome = take(FUELIO, "fuelio", currency="CNY")
    assert _kept(office) == [
        ("2026-03-10T08:01", 40000, 30000, 90000, 1, 0, 1),
        ("2026-03-11T00:30", 20000, 8000, 90100, 1, 0, 2),
    ]
    assert outcome.outside == 7
    assert "7 rows outside the fuel log were left alone." in outcome.sentence()


def test_spritmonitor_has_decimal_commas_and_a_kind_of_tank(office: Office, take: Take) -> None:
    outcome = take(SPRITMONITOR, "spritmonitor")
    assert _kept(office) == [
        ("2026-04-02T04:00", 40760, None, 88100, 1, 1, 1),
        ("2026-04-03T04:00", 1040500, 38000, 88600, 1, 0, 1),
        ("2026-04-04T04:00", 10000, None, 88700, 0, 0, 1),
    ]
    assert "1 amounts in EUR were left unknown" in outcome.sentence()
    assert "left unknown" not in take(SPRITMONITOR, "spritmonitor").sentence()


def test_lubelogger_writes_words_for_yes_and_no(office: Office, take: Take) -> None:
    take(LUBELOGGER, "lubelogger", currency="cny")
    assert _kept(office) == [
        ("2026-03-13T04:00", 40500, 130025, 90000, 1, 0, 1),
        ("2026-04-01T04:00", 20000, 10000, 90500, 0, 1, 1),
    ]


def test_drivvo_is_read_by_the_place_of_its_columns_in_any_language(
    office: Office, take: Take
) -> None:
    outcome = take(DRIVVO, "drivvo", currency="CNY")
    assert _kept(office) == [("2026-03-13T00:05", 40000, 30000, 90000, 1, 0, 1)]
    assert [(one.line, one.reason) for one in outcome.rejected] == [
        (4, "column 11 says 10: a second fuel in one row is not taken")
    ]


def test_my_fuel_manager_has_a_title_above_its_header(office: Office, take: Take) -> None:
    outcome = take(MY_FUEL_MANAGER, "my-fuel-manager")
    assert _kept(office) == [
        ("2026-03-13T04:00", 50000, None, 100000, 1, 0, 1),
        ("2026-03-20T04:00", 20000, None, 100500, 0, 0, 1),
    ]
    assert "nobody says in which currency they are" in outcome.sentence()


def test_acar_tells_its_units_row_by_row(office: Office, take: Take) -> None:
    outcome = take(ACAR, "acar", currency="CNY")
    assert outcome.rejected == []
    assert _kept(office) == [
        ("2026-07-20T05:55", 37854, 3969, 171268, 1, 0, 1),
        ("2026-08-19T23:05", 40000, 4000, 171912, 0, 0, 1),
    ]


def test_every_shipped_map_is_sound_and_a_broken_one_is_told_by_its_lines(tmp_path: Path) -> None:
    assert not {problem.file for problem in check()} & {f"maps/{name}.toml" for name in MAPS}
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "mine.toml").write_text(
        'source = "x"\ndates = "dym"\n[fill]\ndate = "d"\nwhat = "y"\n[volume]\nv = "gal"\n'
    )
    found = [(each.file, each.line, each.sentence) for each in check(tmp_path)]
    assert [(file, line) for file, line, _ in found] == [("maps/mine.toml", n) for n in (2, 5, 7)]
    assert "us-gal" in found[-1][2]
