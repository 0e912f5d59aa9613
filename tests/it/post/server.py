"""A mail server for the tests: takes what the arguments say, and writes down what it got.

server.py FOLDER [tls|starttls] [login] [RCPT=ANSWER] [DATA=ANSWER]; its port comes on standard output.
"""

import asyncio
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

folder, words = sys.argv[1], sys.argv[2:]
answers = dict(word.split("=", 1) for word in words if "=" in word)


class Handler:
    count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if "RCPT" in answers:
            return answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if "DATA" in answers:
            return answers["DATA"]
        Handler.count += 1
        user = session.auth_data.login.decode() if session.auth_data else "-"
        secret = "tls" if server.transport.get_extra_info("ssl_object") else "open"
        with open(os.path.join(folder, "got.txt"), "a") as log:
            log.write(f"{envelope.mail_from} {','.join(envelope.rcpt_tos)} {user} {secret}\n")
        with open(os.path.join(folder, f"got-{Handler.count}.eml"), "wb") as letter:
            letter.write(envelope.original_content)
        return "250 2.0.0 taken as 42"


def known(server, session, envelope, mechanism, data):
    wanted = LoginPassword(b"office", "пароль 1".encode())
    return AuthResult(success=data == wanted, handled=False, auth_data=data)


async def main():
    context = None
    if "tls" in words or "starttls" in words:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem"))
    options = {"hostname": "localhost"}
    if "starttls" in words:
        options.update(tls_context=context, require_starttls=True)
    if "login" in words:
        options.update(authenticator=known, auth_required=True, auth_require_tls="starttls" in words)
    handler = Handler()
    loop = asyncio.get_running_loop()
    outer = context if "tls" in words else None
    server = await loop.create_server(lambda: SMTP(handler, loop=loop, **options), "127.0.0.1", 0, ssl=outer)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
