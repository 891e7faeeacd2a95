"""How do we ask an endpoint that speaks as OpenAI's does?"""
