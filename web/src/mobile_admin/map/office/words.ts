import { defineWords } from '@/kernel/i18n'
import { defineRefusals } from '@/kernel/refusal-words'

export const words = defineWords(
  'field-map-office',
  {
    title: '현장 지도',
    note: '현장 앱의 지도에 깔리는 도로, 건물, 물길입니다. 기관 밖의 지도 서버에는 묻지 않습니다.',
    looks: '현장 앱에 보이는 모습',
    near: '큰길이나 물, 녹지가 없어 멀리서는 아무것도 그리지 않습니다. 가까이 보면 나옵니다.',
    layers: '지도 자료',
    none: '올린 지도 자료가 없습니다',
    noneNote:
      '자료가 없으면 현장 앱은 위치와 순서만 그립니다. 도로부터 올리십시오. 도로명주소 전자지도나 국토정보플랫폼의 Shapefile을 그대로 압축해 쓸 수 있습니다.',
    noneAsk:
      '자료가 없으면 현장 앱은 위치와 순서만 그립니다. 정보화 담당자에게 지도 자료를 올려 달라고 하십시오.',
    add: '자료 올리기',
    kind: '종류',
    file: '파일',
    state: '상태',
    size: '크기',
    at: '올린 때',
    acts: '할 일',
    choose: '파일 고르기',
    noFile: '고른 파일이 없습니다',
    how: 'Shapefile 하나를 담은 zip(.shp, .dbf, .prj)이나 GeoJSON(경위도, EPSG:4326), {{most}} MB까지. 더 크면 구역을 나누어 여러 번 올리십시오. Shapefile의 좌표계는 .prj에서 읽어 경위도로 바꿉니다.',
    tooLarge: '{{most}} MB보다 큽니다. 구역이나 종류를 나누어 올리십시오.',
    source: '출처',
    sourceHint: '지도 아래에 적힙니다. 공공누리나 자료의 이용 조건이 요구하는 대로 적으십시오.',
    sending: '올리는 중',
    added: '{{name, 을/를}} 받았습니다. 지도로 만드는 데 몇 분 걸릴 수 있습니다.',
    remove: '자료 지우기',
    removeOne: '“{{name}}” 지우기',
    removeNote:
      '{{name, 이/가}} 지도에서 사라집니다. 휴대전화에서는 다음에 오늘 일을 받을 때 사라집니다. 되돌리려면 파일을 다시 올려야 합니다.',
    removed: '{{name, 을/를}} 지웠습니다',
    left: '{{count}}개를 뺐습니다 (다른 모양 {{other}}, 빈 것 {{empty}})',
    shapes: '{{count}}개',
    sizes: '파일 {{file}}, 지도 {{tiles}}',
    kb: '{{value}} KB',
    mb: '{{value}} MB',
    m: '{{value}} m',
    km: '{{value}} km',
    kinds: {
      roads: '도로',
      buildings: '건물',
      water: '물',
      green: '녹지',
      rail: '철도',
      places: '지명',
    },
    hints: {
      roads:
        '선. 이름은 name, RN, RDNM 열에서, 크기는 highway, ROA_CLS_SE, ROAD_BT, RVWD 열에서 읽습니다.',
      buildings: '면. 이름은 name, BULD_NM 열에서 읽습니다. 가까이 볼 때만 그립니다.',
      water: '면이나 선. 강, 하천, 호수, 바다.',
      green: '면. 산, 공원.',
      rail: '선. 철도, 지하철.',
      places: '점이나 면. 이름만 적습니다: name, 명칭, SIG_KOR_NM, EMD_KOR_NM, LI_KOR_NM 열.',
    },
    states: {
      waiting: '기다리는 중',
      making: '만드는 중',
      ready: '쓰는 중',
      failed: '만들지 못함',
    },
    forms: { spot: '점', line: '선', area: '면', solid: '입체' },
    problems: {
      not_geojson:
        'GeoJSON도 zip도 아닙니다. 확장자만 바꾼 파일이 아닌지 확인하십시오. .shp 파일은 .dbf, .prj와 함께 압축해 올리십시오.',
      broken_zip: 'zip을 풀 수 없습니다. Windows의 압축(ZIP) 폴더로 다시 압축하십시오.',
      encrypted_zip: '암호가 걸린 zip입니다. 암호 없이 다시 압축하십시오.',
      zip_too_large:
        '압축을 풀면 너무 큽니다. 구역을 나누거나, 필요한 Shapefile만 담아 다시 압축하십시오.',
      no_shapefile: 'zip 안에 Shapefile(.shp)이 없습니다.',
      several_layers:
        'zip 안에 Shapefile이 여럿입니다: {{what}}. 이 종류의 것 하나만 담아 다시 압축하십시오.',
      no_dbf: 'zip 안에 .dbf 파일이 없습니다. .shp와 이름이 같은 .dbf를 함께 담으십시오.',
      no_prj:
        'zip 안에 .prj 파일이 없어 좌표계를 알 수 없습니다. QGIS에서 좌표계를 지정해(도로명주소 전자지도는 EPSG:5179) 내보내거나, 이름이 같은 .prj를 함께 담으십시오.',
      unknown_projection:
        '.prj에 적힌 좌표계를 알 수 없습니다. QGIS에서 EPSG:5179나 4326으로 다시 내보내십시오.',
      outside_projection:
        '좌표가 .prj에 적힌 좌표계에 맞지 않습니다. 자료의 좌표계를 확인하고 .prj를 맞는 것으로 바꾸십시오.',
      broken_shapefile:
        'Shapefile이 깨졌거나 .shp와 .dbf가 서로 다른 자료의 것입니다. 다시 받아 올리십시오.',
      wrong_form:
        '{{what}}으로 된 자료입니다. 도로와 철도는 선, 건물과 녹지는 면, 물은 면이나 선, 지명은 점이나 면이어야 합니다.',
      no_name_column:
        '지명으로 적을 이름 열이 없습니다. 있는 열: {{what}}. 이름이 든 열을 name으로 바꾸어 올리십시오.',
      too_much: '한 번에 만들 수 있는 것보다 많습니다. 구역을 나누어 올리십시오.',
      not_degrees:
        '좌표가 경위도가 아닙니다. EPSG:4326으로 내보내십시오. 5179, 5186 좌표계라면 Shapefile을 .prj와 함께 zip으로 올려도 됩니다.',
      nothing_to_draw: '이 종류로 그릴 것이 없습니다. 도로는 선, 건물은 면이어야 합니다.',
      area_too_large: '너무 넓습니다. 대한민국 넓이까지 그립니다. 구역을 나누어 올리십시오.',
      too_dense: '한 구역에 너무 많이 있습니다. 필요한 것만 골라 올리십시오.',
      never_ended:
        '세 번 만들다가 모두 멈추었습니다. 파일을 나누어 다시 올리고, 그래도 멈추면 서버의 worker 기록을 보십시오.',
      not_utf8: '글자가 UTF-8이 아닙니다. CP949(EUC-KR)라면 UTF-8로 바꾸어 내보내십시오.',
      too_long: '시간 안에 만들지 못했습니다. 파일을 나누어 다시 올리십시오.',
    },
  },
  {
    title: 'Field map',
    note: 'Roads, buildings and water beneath the places of the field app. No map server outside the agency is asked.',
    looks: 'As the field app shows it',
    near: 'There is no main road, water or green, so that nothing is drawn from afar. It shows near by.',
    layers: 'Map layers',
    none: 'No map layer was brought yet',
    noneNote:
      'Without one the field app draws places and their order only. Begin with roads: Shapefiles of the road name address map or of the national land data can be used as they are, zipped.',
    noneAsk:
      'Without one the field app draws places and their order only. Ask your IT administrator to bring map layers.',
    add: 'Add a layer',
    kind: 'Kind',
    file: 'File',
    state: 'State',
    size: 'Size',
    at: 'Added',
    acts: 'Acts',
    choose: 'Choose a file',
    noFile: 'No file chosen',
    how: 'A zip with one Shapefile (.shp, .dbf, .prj), or GeoJSON in degrees (EPSG:4326), up to {{most}} MB. Split larger ones and add each. The plane of a Shapefile is read from its .prj and turned into degrees.',
    tooLarge: 'Larger than {{most}} MB. Split it by area or kind.',
    source: 'Source',
    sourceHint: 'Stands below the map. Write what the licence of the data asks for.',
    sending: 'Sending',
    added: '“{{name}}” was received. Making the map of it may take some minutes.',
    remove: 'Remove the layer',
    removeOne: 'Remove “{{name}}”',
    removeNote:
      '“{{name}}” goes from the map, and from phones when they next fetch the day. To have it back, add the file again.',
    removed: '“{{name}}” was removed',
    left: '{{count}} were left out (of another form {{other}}, empty {{empty}})',
    shapes: 'Shapes: {{count}}',
    sizes: 'file {{file}}, map {{tiles}}',
    kb: '{{value}} KB',
    mb: '{{value}} MB',
    m: '{{value}} m',
    km: '{{value}} km',
    kinds: {
      roads: 'Roads',
      buildings: 'Buildings',
      water: 'Water',
      green: 'Green',
      rail: 'Rail',
      places: 'Names',
    },
    hints: {
      roads:
        'Lines. Names from name, RN or RDNM; how wide from highway, ROA_CLS_SE, ROAD_BT or RVWD.',
      buildings: 'Areas. Names from name or BULD_NM. Drawn near by only.',
      water: 'Areas or lines: rivers, streams, lakes, the sea.',
      green: 'Areas: hills, parks.',
      rail: 'Lines: railways, underground.',
      places: 'Points or areas; only their names: name, 명칭, SIG_KOR_NM, EMD_KOR_NM, LI_KOR_NM.',
    },
    states: {
      waiting: 'Waiting',
      making: 'Being made',
      ready: 'In use',
      failed: 'Failed',
    },
    forms: { spot: 'points', line: 'lines', area: 'areas', solid: 'solids' },
    problems: {
      not_geojson:
        'It is neither GeoJSON nor a zip. See whether only its ending was changed. Zip a .shp file together with its .dbf and .prj.',
      broken_zip: 'The zip cannot be unpacked. Zip the files anew, with the deflate method.',
      encrypted_zip: 'The zip has a password. Zip the files without one.',
      zip_too_large:
        'It is too large when unpacked. Split it by area, or zip only the Shapefile that is needed.',
      no_shapefile: 'There is no Shapefile (.shp) in the zip.',
      several_layers:
        'There are several Shapefiles in the zip: {{what}}. Zip only the one of this kind.',
      no_dbf: 'There is no .dbf file in the zip. Put the .dbf of the same name into it.',
      no_prj:
        'There is no .prj file in the zip, so nobody knows its coordinates. Set its CRS in QGIS (EPSG:5179 for the road name address map) and export it, or put the .prj of the same name into the zip.',
      unknown_projection:
        'Its .prj says nothing known. Export it anew as EPSG:5179 or 4326 in QGIS.',
      outside_projection:
        'Its coordinates do not fit what its .prj says. See which CRS the data has, and put the right .prj beside it.',
      broken_shapefile:
        'The Shapefile is broken, or its .shp and .dbf are of different data. Fetch it again.',
      wrong_form:
        'It consists of {{what}}. Roads and rail are lines, buildings and green are areas, water is areas or lines, names are points or areas.',
      no_name_column:
        'There is no column with names. Columns that there are: {{what}}. Call the one with names “name”.',
      too_much: 'More than can be made at once. Split it by area.',
      not_degrees:
        'Its coordinates are no degrees. Export it as EPSG:4326; or, of 5179 and 5186, bring the Shapefile with its .prj as a zip.',
      nothing_to_draw: 'Nothing of it is of this kind: roads are lines, buildings are areas.',
      area_too_large: 'Too large: up to the area of the Republic of Korea. Split it.',
      too_dense: 'There is too much in one place. Bring only what is needed.',
      never_ended:
        'Three tries broke off. Split the file and add it again; if that breaks off as well, look at the log of the worker.',
      not_utf8: 'Its letters are not UTF-8. If they are CP949 (EUC-KR), export it as UTF-8.',
      too_long: 'It took too long. Split the file and add it again.',
    },
  },
)

defineRefusals(
  {
    map_file_too_large: '지도 파일이 너무 큽니다. 64 MB까지 올립니다. 구역이나 종류를 나누십시오.',
    map_file_empty: '파일이 비어 있습니다. 내용이 있는 파일을 고르십시오.',
    too_many_layers: '지도 자료는 {{most}}개까지 둡니다. 쓰지 않는 것을 지우고 올리십시오.',
  },
  {
    map_file_too_large: 'Too large: up to 64 MB. Split it by area or kind.',
    map_file_empty: 'The file is empty. Choose one that has something in it.',
    too_many_layers: 'There may be {{most}} layers. Remove one that is not used, and add this one.',
  },
)
