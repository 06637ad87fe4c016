import { defineWords } from '@/kernel/i18n'
import { defineRefusals } from '@/kernel/refusal-words'

export const words = defineWords(
  'external-office',
  {
    title: '외부 오피스',
    frame: '외부 오피스: {{name}}',
    opening: '외부 오피스를 여는 중',
    view: '보기 전용',
    edit: '편집',
    changed: '저장하지 않은 변경 있음',
    close: '닫기',
    reopen: '다시 열기',
    download: '내려받기',
    hide: '숨기기',
    silent: '외부 오피스가 아직 답하지 않습니다',
    silentNote: '조금 더 기다리거나 다시 열어 보세요. 계속되면 전산 담당자에게 알려 주세요.',
    failed: '외부 오피스가 이 파일을 열지 못했습니다',
    failedNote: '파일은 문서함에 그대로 있습니다. 내려받아서 열 수 있습니다.',
    blocked: '이 화면에서는 외부 오피스를 열 수 없습니다',
    blockedNote: '외부 오피스 주소가 방금 바뀌었을 수 있습니다. 다시 열어 보세요.',
    ending: '접속 시간이 곧 끝납니다. 저장한 뒤 다시 열어 주세요.',
    off: '외부 오피스를 쓰지 않습니다',
    offNote: '전산 담당자가 외부 오피스를 연결하면 이 파일을 열 수 있습니다.',
    unsupported: '외부 오피스가 열 수 없는 종류의 파일입니다',
    unsupportedNote: '내려받아서 열어 주세요.',
    gone: '이 파일을 찾을 수 없습니다',
    goneNote: '지워졌거나 볼 권한이 없습니다.',
  },
  {
    title: 'External office',
    frame: 'External office: {{name}}',
    opening: 'Opening the external office',
    view: 'View only',
    edit: 'Editing',
    changed: 'Unsaved changes',
    close: 'Close',
    reopen: 'Open again',
    download: 'Download',
    hide: 'Hide',
    silent: 'The external office is not responding yet',
    silentNote: 'Wait a moment or open it again. If this continues, contact your administrator.',
    failed: 'The external office could not open this file',
    failedNote: 'The file is unchanged in Drive. You can download it.',
    blocked: 'The external office cannot be opened on this page',
    blockedNote: 'Its address may have just changed. Try opening it again.',
    ending: 'Your access is about to end. Save your work, then open the file again.',
    off: 'The external office is not in use',
    offNote: 'This file can be opened once an administrator connects an external office.',
    unsupported: 'The external office cannot open this type of file',
    unsupportedNote: 'Download it to open it.',
    gone: 'File not found',
    goneNote: 'It was deleted, or you do not have access to it.',
  },
)

export const adminWords = defineWords(
  'external-office-admin',
  {
    title: '외부 오피스',
    note: '기관의 Collabora Online이나 ONLYOFFICE를 연결해 문서함의 파일을 열게 합니다.',
    connection: '연결',
    address: '외부 오피스 주소',
    addressHint: 'https://office.기관.go.kr 처럼 이름까지만 적습니다. 비우면 쓰지 않습니다.',
    save: '저장',
    saved: '외부 오피스 주소를 저장했습니다',
    voids: '주소를 바꾸거나 비우면 지금 열려 있는 외부 편집은 다음 저장부터 거절됩니다.',
    check: '지금 확인',
    state: { off: '쓰지 않음', asking: '확인 중', found: '연결됨', trouble: '문제 있음' },
    found: '마지막으로 확인됨',
    tried: '마지막 시도',
    never: '아직 없음',
    signed: '요청 서명',
    isSigned: '확인함',
    notSigned: '외부 오피스가 서명하지 않음',
    types: '열 수 있는 파일',
    edits: '편집',
    views: '보기만',
    noTypes: '아직 확인된 파일 종류가 없습니다',
    noTypesNote: '주소를 저장하면 1분 안에 외부 오피스에 물어봅니다.',
    again: '5분마다 다시 물어봅니다.',
    kept: '아래는 마지막으로 확인된 내용이며 그대로 쓰입니다.',
  },
  {
    title: 'External office',
    note: 'Connect your agency’s Collabora Online or ONLYOFFICE to open files from Drive.',
    connection: 'Connection',
    address: 'External office address',
    addressHint:
      'Enter the origin only, such as https://office.agency.example. Leave empty to turn it off.',
    save: 'Save',
    saved: 'External office address saved',
    voids:
      'If you change or clear the address, documents open in the external office now will be refused at their next save.',
    check: 'Check now',
    state: { off: 'Not used', asking: 'Checking', found: 'Connected', trouble: 'Problem' },
    found: 'Last confirmed',
    tried: 'Last attempt',
    never: 'Not yet',
    signed: 'Request signing',
    isSigned: 'Verified',
    notSigned: 'Not signed by the external office',
    types: 'Supported files',
    edits: 'Edit',
    views: 'View only',
    noTypes: 'No supported file types yet',
    noTypesNote: 'The external office is queried within a minute after you save the address.',
    again: 'It is queried again every 5 minutes.',
    kept: 'The last confirmed result is shown below and remains in use.',
  },
)

export const problems = defineWords(
  'external-office-problems',
  {
    unreachable:
      '외부 오피스에 닿지 않습니다. 이름과 포트, 이 서버에서 나가는 방화벽을 확인하세요.',
    certificate: '인증서를 믿을 수 없습니다. 기관 인증기관을 이 서버의 신뢰 목록에 넣으세요.',
    too_slow: '외부 오피스가 20초 안에 답하지 않았습니다.',
    status: '그 주소에 WOPI 안내(/hosting/discovery)가 없습니다. 외부 오피스의 WOPI 설정을 켜세요.',
    too_large: '안내가 너무 큽니다. 주소가 외부 오피스가 맞는지 확인하세요.',
    not_discovery: '그 주소의 답이 WOPI 안내가 아닙니다. 주소를 확인하세요.',
    other_origin:
      '외부 오피스가 다른 주소를 알려 줍니다. 외부 오피스의 공개 이름(server_name)을 맞추세요.',
    no_types: '외부 오피스가 열 수 있는 파일을 하나도 알려 주지 않았습니다.',
    weak_key: '외부 오피스의 서명 열쇠가 약합니다. 2048비트 이상 RSA로 다시 만드세요.',
  },
  {
    unreachable:
      'The external office cannot be reached. Check its name and port, and the firewall on the way out of this server.',
    certificate:
      'Its certificate is not trusted. Add your certificate authority to this server’s trust store.',
    too_slow: 'The external office did not respond within 20 seconds.',
    status:
      'There is no WOPI discovery (/hosting/discovery) at this address. Enable WOPI in the external office.',
    too_large: 'The response is too large. Check that this is the address of the external office.',
    not_discovery: 'The response is not a WOPI discovery document. Check the address.',
    other_origin:
      'The external office reports a different address. Set its public name (server_name).',
    no_types: 'The external office reported no file types that it can open.',
    weak_key: 'The external office’s signing key is weak. Create an RSA key of at least 2048 bits.',
  },
)

export const badOrigins = defineWords(
  'external-office-origins',
  {
    not_https: 'https:// 로 시작하는 주소여야 합니다.',
    more_than_origin: '이름과 포트까지만 적어 주세요. 뒤의 경로는 지웁니다.',
    not_an_address: '주소로 읽을 수 없습니다.',
    local: '이 서버 자신이나 내부 전용 주소는 쓸 수 없습니다.',
    own: '온마루 자신의 주소입니다. 외부 오피스의 주소를 적어 주세요.',
  },
  {
    not_https: 'The address must start with https://.',
    more_than_origin: 'Enter the name and port only, without a path.',
    not_an_address: 'This is not a valid address.',
    local: 'Addresses of this server itself or internal-only addresses are not allowed.',
    own: 'This is Onmaru’s own address. Enter the address of the external office.',
  },
)

defineRefusals(
  {
    external_office_off: '외부 오피스를 쓰지 않습니다.',
    external_office_type: '외부 오피스가 열 수 없는 종류의 파일입니다. 내려받아서 열어 주세요.',
    external_office_origin: 'https:// 로 시작하고 이름까지만 있는 주소를 적어 주세요.',
    wopi_too_large: '파일이 너무 커서 외부 오피스로 열 수 없습니다. 내려받아서 열어 주세요.',
  },
  {
    external_office_off: 'The external office is not in use.',
    external_office_type:
      'The external office cannot open this type of file. Download it to open it.',
    external_office_origin:
      'Enter an address that starts with https:// and contains only the name.',
    wopi_too_large: 'The file is too large for the external office. Download it to open it.',
  },
)
