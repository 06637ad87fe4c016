"""Shapefiles as agencies have them, written by another program than the one that reads them."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import shapefile

# As ArcGIS writes them beside the data of SGIS and VWorld.
UNIFIED = (  # EPSG:5179
    'PROJCS["Korea_2000_Korea_Unified_Coordinate_System",GEOGCS["GCS_Korea_2000",'
    'DATUM["D_Korea_2000",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",1000000.0],PARAMETER["False_Northing",2000000.0],'
    'PARAMETER["Central_Meridian",127.5],PARAMETER["Scale_Factor",0.9996],'
    'PARAMETER["Latitude_Of_Origin",38.0],UNIT["Meter",1.0]]'
)
CENTRAL = (  # EPSG:5186
    'PROJCS["Korea_2000_Korea_Central_Belt_2010",GEOGCS["GCS_Korea_2000",'
    'DATUM["D_Korea_2000",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",200000.0],PARAMETER["False_Northing",600000.0],'
    'PARAMETER["Central_Meridian",127.0],PARAMETER["Scale_Factor",1.0],'
    'PARAMETER["Latitude_Of_Origin",38.0],UNIT["Meter",1.0]]'
)
DEGREES = (
    'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)
UNNAMED_BESSEL = (
    'PROJCS["mine",GEOGCS["mine",DATUM["mine",SPHEROID["Bessel_1841",6377397.155,299.1528128]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",200000.0],PARAMETER["False_Northing",500000.0],'
    'PARAMETER["Central_Meridian",127.0],PARAMETER["Scale_Factor",1.0],'
    'PARAMETER["Latitude_Of_Origin",38.0],UNIT["Meter",1.0]]'
)
# 서울시청, by PROJ 9.5's `cs2cs -f %.4f EPSG:4326 EPSG:…` from 126.978 E, 37.5665 N.
CITY_HALL = (126.978, 37.5665)
IN_UNIFIED = (953901.1653, 1952032.0810)
IN_CENTRAL = (198056.3667, 551885.0306)

Rows = Sequence[tuple[Any, Mapping[str, str]]]


def parts(shape_type: int, rows: Rows, letters: str = "cp949", **files: str) -> dict[str, bytes]:
    """By their endings; a row is what pyshp takes for its shape, and its columns."""
    out = {ending: BytesIO() for ending in ("shp", "shx", "dbf")}
    with shapefile.Writer(**out, shapeType=shape_type, encoding=letters) as writer:
        for column in rows[0][1]:
            writer.field(column, "C", 80)
        for shape, facts in rows:
            if shape is None:
                writer.null()
            else:
                _write(writer, shape_type, shape)
            writer.record(*facts.values())
    return {
        **{ending: data.getvalue() for ending, data in out.items()},
        **{ending: text.encode() for ending, text in {"prj": UNIFIED, **files}.items() if text},
    }


def _write(writer: shapefile.Writer, shape_type: int, shape: Any) -> None:
    if shape_type == shapefile.POINT:
        writer.point(*shape)
    elif shape_type == shapefile.MULTIPOINT:
        writer.multipoint(shape)
    elif shape_type == shapefile.POLYLINE:
        writer.line(shape)
    else:
        writer.poly([ring for area in shape for ring in area])


def zipped(**layers: Mapping[str, bytes]) -> bytes:
    """Layers by their names."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, files in layers.items():
            for ending, data in files.items():
                archive.writestr(f"{name}.{ending}", data)
    return out.getvalue()
